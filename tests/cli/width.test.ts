/** A page is as wide as its terminal: what every command prints, on a shop that was rolled back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Readable } from 'node:stream'
import { widthOf } from '../../src/cli/print/width'
import { main } from '../../src/cli/program'
import { createShop, type Shop } from '../support/shop'
import { inside, insideJson } from './inside'
import { backstep } from './run'

let made: Shop
const at = (columns: number, ...words: readonly string[]) => inside([...words, '--project', made.path], { env: { ...process.env, COLUMNS: String(columns) } })
/** Neither what is to be pasted or was printed by others, nor one word that is longer than a line. */
const tooWide = (text: string, columns: number): readonly string[] => text.split('\n').filter((line) => widthOf(line) > columns && !/^ *(?:│|\$ |backstep )/.test(line) && line.trim().includes(' '))

beforeAll(async () => {
  made = await createShop()
  await at(80, 'rollback', '--env', 'staging', '--reason', 'Checkout answers 500 since the new release, and nobody knows why it does so only in the evening', '--yes')
})
afterAll(() => made.close())

describe('in 80 columns', () => {
  it.each(['status', 'list', 'history', 'history verify', 'snapshots', 'snapshots verify', 'snapshots prune --dry-run', 'registry', 'identity', 'keys', 'doctor', 'plan --env staging --to deploy-v1.0.0', 'check --env staging', 'show deploy-v1.0.0'])('%s fits', async (command) => {
    const { stdout, stderr } = await at(80, ...command.split(' '))
    expect(tooWide(stdout + stderr, 80)).toEqual([])
  })
  it('no time, state or id of a table is cut', async () => {
    const pages = await Promise.all(['list', 'history', 'snapshots'].map((command) => at(80, command)))
    for (const { stdout } of pages) expect(stdout).not.toContain('…')
  })
  it.each(['', 'record', 'rollback', 'takeover', 'history verify', 'snapshots prune', 'keys', 'identity'])('the help of backstep %s fits, its examples too', async (command) => {
    const { stdout } = await at(80, ...command.split(' ').filter(Boolean), '--help')
    expect(stdout.split('\n').filter((line) => widthOf(line) > 80)).toEqual([])
  })
  it('an item of a list of checks stays whole', async () => {
    const { stdout } = await at(80, 'check', '--env', 'staging')
    const items = stdout.slice(stdout.indexOf('passed: ')).split('\n').flatMap((line) => line.split(' · '))
    expect(items).toEqual(expect.arrayContaining(['services can be stopped', 'snapshot of this run']))
  })
})

describe('a page with times', () => {
  // Wherever a page is written, it says where its times are from.
  const inNepal = (...words: readonly string[]) => backstep([...words, '--project', made.path], { env: { TZ: 'Asia/Kathmandu' } })
  const snapshot = async (): Promise<string> => (await insideJson<{ rows: { id: string }[] }>(['snapshots', '--project', made.path])).json.rows[0]?.id ?? ''
  it.each(['status', 'list', 'history', 'history head', 'snapshots', 'snapshots prune --dry-run', 'snapshots show SNAPSHOT', 'registry', 'plan --env staging', 'plan --env staging --data restore', 'show deploy-v1.0.0'])('names its zone, once: %s', async (command) => {
    const { stdout } = await inNepal(...command.replace('SNAPSHOT', command.includes('SNAPSHOT') ? await snapshot() : '').split(' '))
    expect(stdout.match(/times in UTC\S*/gi)).toEqual(['Times in UTC+5:45'])
  })
})

it('the program’s `--version` does not stand beside the one of `record`', async () => {
  const { stdout } = await at(80, 'record', '--help')
  expect(stdout.match(/--version/g)).toHaveLength(4)
  expect(stdout).not.toContain('-V')
})

describe('where work stands', () => {
  const verify = async (isTTY: boolean): Promise<string> => {
    const said: string[] = []
    const stderr = { isTTY, columns: 80, write: (text: string) => said.push(text) }
    await main(['snapshots', 'verify', '--project', made.path], { stdout: { write: () => true }, stderr, stdin: Readable.from([]), env: {}, cwd: '/' })
    return said.join('')
  }
  it('is one line of a terminal, written again and gone at the end', async () => {
    const said = await verify(true)
    expect(said).toMatch(/1\/3 .*reading, \d+ %/)
    expect(said).not.toContain('\n')
    expect(said.endsWith('\r\u001b[2K')).toBe(true)
  })
  it('is a line for each snapshot elsewhere', async () => {
    expect((await verify(false)).trimEnd().split('\n')).toEqual([expect.stringMatching(/1\/3 .*reading$/), expect.stringMatching(/2\/3 .*reading$/), expect.stringMatching(/3\/3 .*reading$/)])
  })
})
