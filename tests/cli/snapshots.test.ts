/** Snapshots through the command line, on a shop that was rolled back: what is kept is verified, tried, pinned, pruned, and refused when it is damaged. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../src/cli/program'
import type { Pruned, SnapshotDetail, SnapshotsView } from '../../src/domain/views'
import { createShop, type Shop } from '../support/shop'
import { inside, insideJson } from './inside'

let made: Shop
let runId: string
const say = (...words: readonly string[]) => inside([...words, '--project', made.path])
const ask = <T = Record<string, unknown>>(...words: readonly string[]) => insideJson<T>([...words, '--project', made.path])
const list = async (): Promise<SnapshotsView> => (await ask<SnapshotsView>('snapshots', 'list')).json
const keep = (limits: string): void => writeFileSync(path.join(made.path, 'backstep.yaml'), made.file('backstep.yaml').replace(/^(snapshots: .*\n)?environments:/m, `snapshots: { keep: ${limits} }\nenvironments:`))
const BEFORE = ['deploy-v1.0.0.before', 'deploy-v1.1.0.before']

beforeAll(async () => {
  made = await createShop()
  runId = String((await ask('rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes')).json['runId'])
})
afterAll(() => made.close())

describe('what is kept', () => {
  it('is listed by `snapshots` and `snapshots list` alike', async () => {
    const { rows } = await list()
    expect(rows.map(({ id }) => id).sort()).toEqual([...BEFORE, runId].sort())
    expect(rows.find(({ id }) => id === runId)).toMatchObject({ environment: 'staging', holds: 'v1.1.0', restorable: null, encryption: null, keep: { goes: false } })
    expect((await say('snapshots', 'list')).stdout).toBe((await say('snapshots')).stdout)
  })
  it('is verified at two levels, those that are named alone', async () => {
    const intact = await ask('snapshots', 'verify', runId)
    expect([intact.code, intact.json['rows']]).toEqual([0, [expect.objectContaining({ id: runId, verified: expect.objectContaining({ ok: true }) as unknown, restorable: null })]])
    const { code, stdout, stderr } = await say('snapshots', 'verify', '--restore', runId, BEFORE[1] ?? '')
    expect(code).toBe(0)
    expect(stderr).toMatch(/1\/2 .*reading/)
    expect(stderr).toMatch(/2\/2 .*restoring to try/)
    expect(stdout).toContain(`${runId}: restorable, tried in`)
    expect(stdout).toMatch(/✓ main {2}\d tables?, 2 rows, restored and compared/)
    expect(stdout).not.toContain(BEFORE[0])
    const { rows } = await list()
    expect(rows.map(({ id, restorable }) => [id, restorable?.ok ?? null])).toEqual(expect.arrayContaining([[runId, true], [BEFORE[0], null]]))
  })
  it('is not touched by an id that nothing has', async () => {
    const { code, json } = await ask('snapshots', 'verify', runId, 'run-999')
    expect([code, json['problem']]).toEqual([2, expect.objectContaining({ code: 'snapshot-unknown', message: "There is no snapshot 'run-999'." })])
  })
  it('can be verified in part: Ctrl-C ends it, and says so', async () => {
    const said: string[] = []
    const stderr = { write: (text: string) => { if (said.push(text) === 1) process.emit('SIGINT') } }
    const code = await main(['snapshots', 'verify', '--restore', '--project', made.path], { stdout: { write: () => true }, stderr, stdin: Readable.from([]), env: process.env, cwd: '/' })
    expect(code).toBe(1)
    expect(said.join('')).toContain('Verifying was cancelled. Nothing was changed; what was verified before that is remembered.')
    expect(said.filter((text) => /\d\/3/.test(text))).toHaveLength(1)
  })
})

describe('pruning', () => {
  it('removes nothing without a limit', async () => {
    const { code, json } = await ask('snapshots', 'prune', '--yes')
    expect([code, json['goes'], json['pruned']]).toEqual([0, [], null])
  })
  it('says first what goes, what stays and why; nobody there to ask means no', async () => {
    keep('{ count: 1 }')
    const { stdout } = await say('snapshots', 'prune', '--dry-run')
    expect(stdout).toContain('Limits: The newest of each environment.')
    expect(stdout).toMatch(new RegExp(`− goes .*${BEFORE[0]}`))
    expect(stdout).toMatch(new RegExp(`stays .*${runId} .*\\n.*It is the way back from the newest successful run in staging\\.`))
    expect((await ask('snapshots', 'prune')).json).toMatchObject({ problem: { code: 'not-confirmed' } })
    expect((await list()).rows).toHaveLength(3)
  })
  it('is refused while backstep.yaml is not valid, as nobody can say what the limits are', async () => {
    const good = made.file('backstep.yaml')
    writeFileSync(path.join(made.path, 'backstep.yaml'), good.replace('environments:', 'enviroments:'))
    const { code, json } = await ask('snapshots', 'prune', '--yes')
    expect([code, json['problem']]).toEqual([2, expect.objectContaining({ code: 'definition-invalid', message: expect.stringMatching(/line \d+: /) as string })])
    expect((await say('snapshots', 'prune', '--dry-run')).stdout).toContain('backstep.yaml is not valid, so its limits are not known: everything stays.')
    writeFileSync(path.join(made.path, 'backstep.yaml'), good)
    expect((await list()).rows).toHaveLength(3)
  })
  it('leaves what is pinned, until it is let go', async () => {
    expect((await ask('snapshots', 'pin', BEFORE[0] ?? '')).code).toBe(0)
    expect((await ask('snapshots', 'prune', '--yes')).json).toMatchObject({ stays: expect.arrayContaining([expect.objectContaining({ id: BEFORE[0], why: 'Kept by hand.' })]) as unknown })
    expect((await list()).rows.map(({ id }) => id)).toContain(BEFORE[0])
    await ask('snapshots', 'pin', BEFORE[0] ?? '', '--off')
  })
  it('removes exactly what was said, and never the way back', async () => {
    const said = (await ask('snapshots', 'prune', '--dry-run')).json['goes'] as readonly { readonly id: string }[]
    expect(said.map(({ id }) => id)).toEqual([BEFORE[0]])
    const { code, json } = await ask('snapshots', 'prune', '--yes')
    expect([code, (json['pruned'] as Pruned).removed.map(({ id }) => id)]).toEqual([0, [BEFORE[0]]])
    expect(existsSync(path.join(made.path, '.deployments/manifests', BEFORE[0] ?? ''))).toBe(false)
    expect((await list()).rows.map(({ id }) => id)).toContain(runId)
  })
})

describe('a damaged snapshot', () => {
  it('is named with its file, and refused for an undo before anything is touched', async () => {
    const folder = path.join(made.path, '.deployments/rollback-snapshots', runId, 'database')
    const file = path.join(folder, readdirSync(folder)[0] ?? '')
    const bytes = readFileSync(file)
    bytes[200] = (bytes[200] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const { code, stdout } = await say('snapshots', 'verify')
    expect(code).toBe(1)
    expect(stdout.replace(/\n +/g, ' ')).toContain(`✗ ${runId} is damaged: `)
    expect(stdout).toContain(path.basename(file))
    const { undo } = (await ask<SnapshotDetail>('snapshots', 'show', runId)).json
    expect([undo.possible, undo.why]).toEqual([false, expect.stringMatching(/^It fails verification: .*database\/main/)])
    const pids = [made.pid('api'), made.pid('worker')]
    const undone = await ask('undo', runId, '--reason', 'Not this one', '--yes')
    expect([undone.code, undone.json['blockedBy'], JSON.stringify(undone.json)]).toEqual([3, expect.arrayContaining(['target_exists']), expect.stringMatching(/database\/main\.sqlite is damaged: its content is not what was kept\. Nothing was changed\./)])
    expect([made.pid('api'), made.pid('worker')]).toEqual(pids)
  })
})
