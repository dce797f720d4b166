import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder, until } from '../../testing/project'
import { followLog } from './log'

function given(mask: (line: string) => string = (line) => line) {
  const path = join(temporaryFolder(), 'web.log')
  writeFileSync(path, '')
  const lines: string[] = []
  return { lines, following: followLog(path, 0, mask, (line) => lines.push(line)), add: (bytes: string | Uint8Array) => appendFileSync(path, bytes) }
}

it('gives every character of a line that is longer than what is kept of one at once', async () => {
  const { lines, following, add } = given()
  const long = Array.from({ length: 40_000 }, (_, index) => String(index).padStart(5, '0')).join('')
  add(`first\n${long.slice(0, 90_000)}`)
  await until('it is read', () => lines.length > 1)
  add(`${long.slice(90_000)}\nlast`)
  await following.stop()
  expect([lines[0], lines.at(-1)]).toEqual(['first', 'last'])
  expect(lines.slice(1, -1).join('')).toBe(long)
})

it('puts a character together that was written in two pieces, also in a secret', async () => {
  const { lines, following, add } = given((line) => line.replaceAll('schlüssel', '•••'))
  const bytes = Buffer.from('der schlüssel\n')
  const at = bytes.indexOf(0xc3) + 1
  add(Buffer.concat([Buffer.from('first\n'), bytes.subarray(0, at)]))
  await until('the first part is read', () => lines.length === 1)
  add(bytes.subarray(at))
  await following.stop()
  expect(lines).toEqual(['first', 'der •••'])
})
