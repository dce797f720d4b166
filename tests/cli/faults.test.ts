/** Services that misbehave and rollbacks that meet, through the command line: exit codes, what is said, and what serves afterwards. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { V1, V2, type Shop } from '../support/shop'
import { useShops, versionOf } from '../support/shops'
import { inside, insideJson } from './inside'
import { backstepJson } from './run'

const shop = useShops()
const words = (made: Shop): readonly string[] => ['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes', '--project', made.path]
const runOf = (json: Record<string, unknown>): string => String(json['runId'])

describe('a service', () => {
  it('that exits at once: 1, its last words, and an undo that brings back what ran', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const { code, json, stderr } = await insideJson(words(made))
    expect([code, json['outcome']]).toEqual([1, 'failed'])
    expect(stderr).toMatch(/✗ (Start api|Wait until api answers)/)
    expect(json).toMatchObject({ problem: { code: 'service-exited', message: expect.stringContaining('api') as string } })
    expect((await insideJson(['undo', runOf(json), '--yes', '--project', made.path])).code).toBe(0)
    expect([await versionOf(made), await versionOf(made, 'worker')]).toEqual([{ version: 'v1.1.0' }, { version: 'v1.1.0' }])
  })
  it('that ignores its stop signal: 0, it was killed after its time', async () => {
    const made = await shop([V1, { ...V2, fault: 'ignores-stop' }])
    const { code, stderr } = await insideJson([...words(made), '--verbose'])
    expect([code, await versionOf(made)]).toEqual([0, { version: 'v1.0.0' }])
    expect(stderr).toMatch(/SIGKILL|killed/i)
  })
  it('that never becomes healthy: 6, never as if all were well', async () => {
    const made = await shop([{ ...V1, fault: 'unhealthy' }, V2], { within: '1s' })
    const { code, json } = await insideJson(words(made))
    expect([code, json['outcome']]).toEqual([6, 'done-with-warnings'])
    expect(json).toMatchObject({ result: { success: true, validation: { healthChecks: false } } })
  })
  it('that finds its port taken: 3 before anything is changed; 1 when that is overridden, with what it printed', async () => {
    // What runs now exited at once, so its port is free for somebody else.
    const made = await shop([V1, { ...V2, fault: 'exits' }])
    const squatter = createServer((_request, response) => response.end('mine'))
    await new Promise<void>((resolve) => squatter.listen(made.ports.api, '127.0.0.1', resolve))
    const refused = await insideJson<{ blockedBy: readonly string[] }>(words(made))
    expect([refused.code, refused.json.blockedBy]).toEqual([3, ['stoppable:api']])
    const { code, json } = await insideJson([...words(made), '--force'])
    await new Promise((resolve) => squatter.close(resolve))
    expect([code, JSON.stringify(json)]).toEqual([1, expect.stringContaining('EADDRINUSE')])
  })
})

describe('how it ended', () => {
  const timesIn = (text: string, wanted: string): number => text.split(wanted).length - 1
  it('is said with each piece of advice once, and only with what can be done now', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const failed = await inside([...words(made)])
    expect(failed.code).toBe(1)
    const runId = /backstep undo (\S+)/.exec(failed.stdout)?.[1] ?? ''
    const shown = (await inside(['result', runId, '--project', made.path])).stdout
    for (const text of [failed.stdout, shown]) {
      expect([timesIn(text, 'Read its log'), timesIn(text, `Way back: backstep undo ${runId}`), text.match(/retry|Go on/)]).toEqual([1, 1, null])
    }
    expect((await inside(['undo', runId, '--yes', '--project', made.path])).code).toBe(0)
    const after = (await inside(['result', runId, '--project', made.path])).stdout
    expect(after).toMatch(/Undone by (\S+): backstep result \1\n/)
    expect(after).not.toContain('backstep undo')
  })
  it('and without an undo where nothing was changed', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'backstep-broken-'))
    const made = await shop([V1, V2], { api: `        build: [test, "!", -e, ${path.join(folder, 'broken')}]\n` })
    const worktrees = path.join(made.path, '.deployments/worktrees')
    writeFileSync(path.join(folder, 'broken'), '')
    for (const name of readdirSync(worktrees, { recursive: true, encoding: 'utf8' })) if (name.endsWith('.ready.json')) rmSync(path.join(worktrees, name))
    const { code, json } = await insideJson(words(made))
    rmSync(folder, { recursive: true })
    expect([code, json['outcome']]).toEqual([1, 'failed'])
    const shown = (await inside(['result', runOf(json), '--project', made.path])).stdout
    expect(shown).toContain('No undo: It changed nothing that serves')
    expect(shown).not.toContain('backstep undo')
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
  })
})

describe('two rollbacks started together', () => {
  it('one runs, the other is refused with 3 and the name of the first, and nothing is done twice', async () => {
    const made = await shop()
    const both = await Promise.all([backstepJson(words(made)), backstepJson(words(made))])
    const codes = both.map(({ code }) => code).sort()
    expect(codes).toEqual([0, 3])
    const refused = both.find(({ code }) => code === 3)
    expect(JSON.stringify(refused?.json)).toMatch(/is held by|has not ended|already runs|changed since/)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
    expect((await insideJson(['history', '--project', made.path])).json).toMatchObject({ total: 1 })
  })
})
