import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createSecrets, MASK } from '../../hosts/secrets'
import { temporaryFolder, until } from '../../testing/project'
import { followLog } from './log'

function given(secrets: NodeJS.ProcessEnv = {}) {
  const path = join(temporaryFolder(), 'web.log')
  writeFileSync(path, '')
  const lines: string[] = []
  return { lines, following: followLog(path, 0, createSecrets(secrets), (line) => lines.push(line)), add: (bytes: string | Uint8Array) => appendFileSync(path, bytes) }
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
  const { lines, following, add } = given({ API_TOKEN: 'schlüssel' })
  const bytes = Buffer.from('der schlüssel\n')
  const at = bytes.indexOf(0xc3) + 1
  add(Buffer.concat([Buffer.from('first\n'), bytes.subarray(0, at)]))
  await until('the first part is read', () => lines.length === 1)
  add(bytes.subarray(at))
  await following.stop()
  expect(lines).toEqual(['first', `der ${MASK}`])
})

it('masks a known value whole also where a part of it looks like a secret by itself, and a private key over its lines', async () => {
  const { lines, following, add } = given({ DEPLOY_PASSWORD: 'abc user=bob tail' })
  add('login token=abc user=bob tail\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASC\n-----END PRIVATE KEY-----\nlast\n')
  await following.stop()
  expect(lines.slice(0, 1)).toEqual([`login token=${MASK}`])
  expect(lines.at(-1)).toBe('last')
  expect(lines.join()).not.toMatch(/tail|bob|MIIE|AASC/)
})
