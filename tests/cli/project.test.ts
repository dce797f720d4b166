/** Against a real demo: its services are asked, its history is written. One demo for the file, so the order of the tests matters. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OverviewView, PreparedView } from '../../src/domain/views'
import { checkoutAnswers, versionServed } from '../../src/cli/outside'
import { createDemo, removeDemo } from '../../src/engine/demo'
import { backstep, backstepJson } from './run'

let folder: string
let project: string
const ask = <T = Record<string, unknown>>(...args: string[]) => backstepJson<T>([...args, '--project', project])
const say = (...args: string[]) => backstep([...args, '--project', project])
const registry = (): string => readFileSync(path.join(project, '.deployments/deployment-registry.json'), 'utf8')

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'backstep-cli-'))
  project = (await createDemo(path.join(folder, 'shop'))).path
})
afterAll(async () => {
  if (existsSync(project)) await removeDemo(project)
  rmSync(folder, { recursive: true, force: true })
})

describe('demo --story', () => {
  it('leaves a demo that is there as it is, with its history', async () => {
    const before = registry()
    const { code, json } = await backstepJson(['demo', 'shop', '--story'], { cwd: folder })
    expect([code, json]).toEqual([2, { problem: expect.objectContaining({ code: 'demo-folder-taken', message: `${project} holds a demo already. Nothing was changed.`, next: 'Name a folder that does not exist yet or is empty.' }) as object }])
    expect([registry(), await versionServed(project)]).toEqual([before, 'v2.0.0'])
  })
})

describe('reading', () => {
  it('shows what runs, as one document on standard output', async () => {
    const { code, json: { lanes } } = await ask<OverviewView>('status')
    expect(code).toBe(0)
    expect(lanes.map((lane) => [lane.environment, lane.current?.version, lane.state])).toEqual([['dev', 'v2.1.0-rc.1', 'running'], ['staging', 'v2.0.0', 'failing'], ['production', 'v1.1.0', 'running']])
    expect(lanes[1]?.services.map((service) => [service.name, service.display])).toEqual([['api', 'failing'], ['web', 'running'], ['worker', 'running']])
    expect(lanes[1]?.wayBack?.version).toBe('v1.1.0')
  })
  it('says it in text without colour, within 100 columns, from a folder below the project', async () => {
    const { code, stdout } = await backstep(['status', '--env', 'staging'], { cwd: path.join(project, 'services') })
    expect(code).toBe(0)
    expect(stdout).toContain('✗ Failing  api')
    expect(stdout).toContain('POST /checkout answers 500')
    expect(stdout).not.toContain('\u001b')
    expect(stdout).not.toContain('production')
  })
  it('lists and shows deployments', async () => {
    const list = await ask('list', '--env', 'staging')
    expect(list.json['rows']).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'deploy-012', mark: 'current' }), expect.objectContaining({ id: 'deploy-005', mark: 'way-back' }), expect.objectContaining({ id: 'deploy-010', status: 'failed' })]))
    const shown = await ask('show', 'deploy-012')
    expect(shown.json).toMatchObject({ row: { version: 'v2.0.0' }, manifest: { commitSubject: 'release: 2.0.0' } })
    expect((await ask('show', 'deploy-999')).code).toBe(2)
    expect((await say('show', 'rollback-007')).stdout).toContain('This record is a rollback: its id stands for deploy-003, the deployment that it went to.')
  })
  it('checks: back to v1.0.0 with the data kept is blocked', async () => {
    const { code, json } = await ask('check', '--env', 'staging', '--to', 'deploy-002')
    expect(code).toBe(3)
    expect(json['blockedBy']).toEqual([expect.stringContaining('schema_compatibility')])
    expect((await say('check', '--env', 'staging', '--to', 'deploy-002')).stdout).toContain('→ Restore main as v1.0.0 left it (--data restore): ')
    const file = path.join(folder, 'plan.html')
    const written = await say('plan', '--env', 'staging', '--to', 'deploy-002', '--output', file)
    expect(written).toMatchObject({ code: 3, stdout: expect.stringMatching(/^Wrote .*\n✗ Blocked by schema_compatibility:main:\n {4}v1\.0\.0 /) as string })
    expect((await ask('check', '--env', 'staging')).code).toBe(0)
  })
  it('plans the same thing twice with the same hash, and shows every command', async () => {
    const [first, second] = [await ask<PreparedView>('plan', '--env', 'staging'), await ask<PreparedView>('plan', '--env', 'staging')]
    const prepared = first.json
    expect(first.code).toBe(0)
    expect(prepared.plan?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(second.json.plan?.hash).toBe(prepared.plan?.hash)
    const text = await backstep(['plan', '--env', 'staging', '--project', project])
    for (const step of prepared.plan?.steps ?? []) expect(text.stdout).toContain(step.title)
    expect(text.stdout).toContain(`Plan ${prepared.plan?.hash}`)
    for (const markdown of [await backstep(['plan', '--env', 'staging', '--markdown', '--project', project])]) expect(markdown.stdout).toMatch(/^### Rollback of staging: v2\.0\.0 → v1\.1\.0/)
  })
  it('counts the rows at stake of a restore', async () => {
    const { json: { databases: [main] } } = await ask<PreparedView>('plan', '--env', 'staging', '--data', 'restore')
    expect(main?.atStake?.perTable).toEqual(expect.arrayContaining([expect.objectContaining({ table: 'orders', added: 1243 })]))
  })
})

describe('bad input changes nothing', () => {
  let before: string
  beforeAll(() => { before = registry() })
  afterAll(() => expect(registry()).toBe(before))
  const rollback = (...more: string[]) => ask('rollback', '--env', 'staging', ...more)

  it('names the nearest environment', async () => {
    const { code, json } = await ask('plan', '--env', 'stagging')
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'environment-unknown', next: expect.stringContaining('Did you mean staging?') as string } })
  })
  it.each([[[]], [['--reason', '']], [['--reason', ' \t ']]])('wants a reason: %j', async (more) => {
    const { code, json } = await rollback('--yes', ...more)
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'reason-missing' } })
  })
  it('wants --yes where nobody can be asked', async () => {
    const { code, json } = await rollback('--reason', 'why')
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'not-confirmed', next: expect.stringContaining('--yes') as string } })
  })
  it('refuses a deployment of another environment, and one that is not there', async () => {
    expect((await rollback('--to', 'deploy-008', '--reason', 'why', '--yes')).code).toBe(2)
    expect((await rollback('--to', 'deploy-999', '--reason', 'why', '--yes')).json).toMatchObject({ problem: { message: expect.stringContaining('deploy-999') as string } })
  })
  it('refuses another plan than the one that was looked at', async () => {
    const { code, json } = await rollback('--plan', '0'.repeat(64), '--reason', 'why', '--yes')
    expect(code).toBe(3)
    expect(json).toMatchObject({ problem: { code: 'stale-plan' } })
  })
  it('refuses what a check blocks', async () => {
    const { code, json } = await rollback('--to', 'deploy-002', '--reason', 'why', '--yes')
    expect(code).toBe(3)
    expect(json['blockedBy']).toEqual([expect.stringContaining('schema_compatibility')])
  })
  it('refuses to migrate where no database is migrated down', async () => {
    const { code, json } = await rollback('--data', 'migrate', '--reason', 'why', '--yes')
    expect(code).toBe(3)
    expect(json).toMatchObject({ blockedBy: ['data_source'], problem: { message: expect.stringContaining('No database of staging is migrated down') as string } })
  })
  it('refuses another word for what becomes of the data', async () => expect((await rollback('--data', 'drop', '--reason', 'why', '--yes')).json).toMatchObject({ problem: { code: 'usage' } }))
  it.each(['--upload-pack=x', '-x', 'a;b', '$(id)'])('refuses the version %s', async (version) => {
    const { code, json } = await ask('record', '--env', 'staging', `--version=${version}`)
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'version-invalid' } })
  })
  it.each(['--upload-pack=x', '-x', 'a;b', '$(id)'])('refuses the commit %s', async (commit) => {
    const { code, json } = await ask('record', '--env', 'staging', '--version', 'v9', `--commit=${commit}`)
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'commit-unknown' } })
  })
  it('has nothing to resume', async () => expect((await ask('resume')).json).toMatchObject({ problem: { code: 'nothing-unfinished' } }))
  it('knows no such run', async () => expect((await ask('undo', 'nothing', '--yes')).json).toMatchObject({ problem: { code: 'run-unknown' } }))
})

describe('a rollback and its undo', () => {
  let runId: string
  it('runs the plan that was looked at, and the target serves', async () => {
    const { plan } = (await ask<PreparedView>('plan', '--env', 'staging')).json
    const { code, json, stderr } = await ask('rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--plan', plan?.hash ?? '', '--yes')
    expect(stderr).toContain('✓ Stop api')
    expect(json).toMatchObject({ outcome: expect.stringMatching(/^done/) as string, result: { success: true, rolledBackTo: { deploymentId: 'deploy-005', version: 'v1.1.0' }, summary: { servicesRolledBack: 3, dataPreserved: true } } })
    expect(code).toBe(0)
    runId = String(json['runId'])
    expect([await versionServed(project), await checkoutAnswers(project)]).toEqual(['v1.1.0', 200])
  })
  it('stands in the history, which verifies', async () => {
    const { json } = await ask('history')
    expect(json).toMatchObject({ total: 1, rows: [{ record: { entry: { runId, reason: 'Checkout answers 500' } } }] })
    expect((await ask('history', 'verify')).json).toMatchObject({ ok: true, records: 1 })
  })
  it('is not believed when its journal was changed behind its back', async () => {
    const tell = (from: string, to: string): void => {
      const store = new DatabaseSync(path.join(project, '.deployments/backstep.db'), { timeout: 5_000 })
      store.prepare('UPDATE events SET event = replace(event, ?, ?) WHERE run_id = ?').run(from, to, runId)
      store.close()
    }
    tell('Checkout answers 500', 'Checkout is slow')
    expect(await say('history', 'verify')).toMatchObject({ code: 1, stdout: expect.stringContaining(`The journal of run ${runId} is not as it was when record 1 was written.`) })
    expect((await say('result', runId)).stdout).toMatch(/^✗ Not trusted: record 1 of the history, or the journal of this run, is not as it was written\./)
    expect(await say('rollback', '--env', 'staging', '--to', 'deploy-012', '--reason', 'why', '--yes')).toMatchObject({ code: 3, stderr: expect.stringContaining('The journal of run') })
    tell('Checkout is slow', 'Checkout answers 500')
    expect((await say('history', 'verify')).code).toBe(0)
    expect((await say('result', runId)).stdout).not.toContain('Not trusted')
  })
  it('is exported in every form, for others', async () => {
    expect((await ask('history', 'export')).json).toMatchObject({ format: 'backstep/history', version: 1, project: 'shop', records: [{ record: { number: 1, entry: { runId } } }] })
    const csv = await say('history', 'export', '--format', 'csv', '--utc')
    expect(csv.stdout.split('\r\n')).toEqual([expect.stringMatching(/^record,run,/), expect.stringContaining(`1,${runId},staging`), ''])
    const place = path.join(folder, 'result.html')
    expect((await ask('result', runId, '--output', place)).json).toMatchObject({ file: place, format: 'html' })
    expect(readFileSync(place, 'utf8')).toContain('Checkout answers 500')
    expect((await ask('plan', '--env', 'dev', '--format', 'json')).json).toMatchObject({ format: 'backstep/plan', prepared: { request: { environment: 'dev' } } })
    const kept = path.join(folder, 'head.json')
    expect((await say('history', 'head', '--output', kept)).code).toBe(0)
    expect((await say('history', 'verify', '--head', kept)).stdout).toContain('The head that was given is in this history')
    expect(await say('history', 'export', '--format', 'pdf')).toMatchObject({ code: 2, stderr: expect.stringContaining('A PDF is written to a file. Nothing was written.') })
    expect(await say('history', 'export', '--format', 'xls')).toMatchObject({ code: 2, stderr: expect.stringContaining('not \'xls\'') })
  })
  it('has snapshots that verify', async () => {
    expect((await ask('snapshots', 'verify')).code).toBe(0)
  })
  it('is undone from its snapshot: done, but the checkout of v2.0.0 fails again', async () => {
    const { code, json } = await ask('undo', runId, '--yes')
    expect(json).toMatchObject({ result: { success: true, rolledBackTo: { version: 'v2.0.0' }, validation: { healthChecks: false } } })
    expect(code).toBe(6)
    expect([await versionServed(project), await checkoutAnswers(project)]).toEqual(['v2.0.0', 500])
  })
  it('records a deployment around it', async () => {
    const begun = await ask('record', '--begin', '--env', 'dev', '--version', 'v2.1.0')
    expect(begun.json).toMatchObject({ status: 'in-progress', version: 'v2.1.0' })
    const finished = await ask('record', '--finish', String(begun.json['id']), '--status', 'failed')
    expect(finished.json).toMatchObject({ id: begun.json['id'], status: 'failed' })
  })
})
