/** Views with everything in them that a document shows, and no more: hence the casts. `text` is put wherever a person or a program could have written it. */
import { chainRecord } from '../history'
import type { HistoryEntry } from '../run'
import type { HistoryRow, HistoryVerified, PreparedView, ResultView } from '../views'

export const HASH = '7c1e9a04'.repeat(8)
const AT = '2026-11-22T03:16:22.000Z'

export function preparedView(text = ''): PreparedView {
  const or = (usual: string): string => (text === '' ? usual : text)
  const step = (id: string, phase: string, title: string, host: string) => ({ id, phase, title: or(title), host: or(host), resource: `service:${id}`, effect: 'changes' })
  return {
    request: { environment: or('staging'), deploymentId: null, undo: null, services: [], data: 'keep', credentials: {} }, preparedAt: '2026-11-22T03:12:04.000Z', from: { version: or('v2.0.0'), deploymentId: or('deploy-12') }, to: { version: or('v1.1.0'), deploymentId: or('deploy-5'), timestamp: AT },
    plan: { hash: HASH, notes: [or('worker was not captured.')], definition: { services: [] }, wanted: {}, steps: [step('a', 'stop', 'Stop `web` *now*', 'local'), step('b', 'database', 'Restore main', 'db1')] }, snapshotBytes: 2_300_000_000, checksTook: 3, protected: false,
    checks: [{ id: 'c', title: or('Health now'), passed: false, blocking: 'never', message: or('<b>old</b> key @all') }, { id: 'd', title: or('Drift'), passed: true, blocking: 'never', message: or('fine') }],
    databases: [{ name: or('main'), engine: 'sqlite', choice: 'restore', why: '', copy: { takenAt: '2026-11-21T09:00:00.000Z', bytes: 1 }, atStake: { rows: 1240, atLeast: true, perTable: [] } }],
    commands: { a: [or('SIGTERM web, wait 10 s')], b: [or('restore `x`')] }, expected: { b: 18_000 }, band: { measured: true, total: 54_000, downtime: 32_000, parts: [] }, actor: { user: or('oncall'), host: or('laptop') },
    comparison: {
      releases: [{ service: or('web'), away: or('v2'), back: or('v1'), change: 'another', available: true, altered: false, detail: or('commit 1') }], config: [{ path: or('.env'), masked: 1, lines: [{ kind: 'away', name: or('MODE'), value: or('new'), note: or('') }] }],
      schemas: [{ database: or('main'), state: 'differs', sentence: '', needsDecision: false, lines: [{ kind: 'back', name: or('coupons'), value: or('table'), note: '' }] }], credentials: [], commits: { total: 3, people: 1, truncated: false, away: [] }, files: { total: 2, added: 4, removed: 1, list: [] }, besides: [or('api is stopped and is started.')], isListed: true, empty: false
    }
  } as unknown as PreparedView
}

export const entryWith = (text = ''): HistoryEntry => {
  const or = (usual: string): string => (text === '' ? usual : text)
  return {
    runId: or('20261122-031622-4f2a'), environment: or('staging'), kind: 'full', from: { deploymentId: or('d2'), version: or('v2.0.0') }, to: { deploymentId: or('d1'), version: or('v1.1.0') }, services: [or('web')], actor: { user: or('oncall'), host: or('laptop') }, via: 'cli',
    reason: or('Checkout | answers\n500'), planHash: HASH, forced: [or('schema_compatibility')], data: 'keep', startedAt: AT, finishedAt: '2026-11-22T03:17:16.000Z', outcome: 'done', downtime: 34_000, duration: 54_000, steps: { done: 20, total: 20 }, warnings: [or('Try a payment.')], undoes: null
  }
}

export function historyRow(text = '', more: Partial<HistoryRow> = {}): HistoryRow {
  return { record: chainRecord(entryWith(text), { number: 214, hash: HASH }, { key: 'SHA256:abc' }), undoneBy: text === '' ? null : text, trusted: true, signature: { state: 'listed', by: text === '' ? 'kim@example.org' : text, key: 'SHA256:abc' }, ...more }
}

export const verifiedWith = (text = '', more: Partial<HistoryVerified> = {}): HistoryVerified => ({
  ok: true, at: AT, records: 215, brokenAt: null, faults: [], faultCount: 0, problem: null, registry: { matched: 3, notHere: 0 },
  signatures: { signed: 200, unsigned: 15, unchecked: 0, allowedSigners: '.backstep/allowed_signers', problem: null, signers: [{ by: text === '' ? 'kim@example.org' : text, key: 'SHA256:abc', listed: true, records: 200 }] }, ...more
})

export function resultView(text = ''): ResultView {
  const or = (usual: string): string => (text === '' ? usual : text)
  return {
    header: {
      runId: or('20261122-031622-4f2a'), startedAt: AT, reason: or('Checkout | answers\n500'), actor: { user: or('oncall'), host: or('laptop') }, via: 'cli', forced: ['e'], expected: {},
      checks: [{ id: 'c', title: or('Drift'), passed: true, message: or('none') }, { id: 'e', title: or('Schema'), passed: false, message: or('misses a column') }],
      plan: { environment: or('staging'), kind: 'full', from: { deploymentId: or('d2'), version: or('v2.0.0') }, to: { deploymentId: or('d1'), version: or('v1.1.0') }, hash: HASH, steps: [{ id: 'a', phase: 'stop', title: or('Stop web'), host: or('local') }], definition: { services: [], databases: [] } }
    },
    result: {
      outcome: 'done-with-warnings', downtime: 34_000, finishedAt: '2026-11-22T03:17:16.000Z', problem: null, rowsLost: null, result: { warnings: [or('Try a payment.')], summary: { duration: 54_000, dataPreserved: true } },
      asked: [{ subject: or('web'), kind: 'service', what: or('git'), asked: or('v1.1.0'), askedDetail: or('commit 1'), observed: or('v1.1.0'), observedDetail: or(''), ok: true, proven: 'seen', proof: [or('GET /version → "v1.1.0"'), or('a | b')] }]
    },
    steps: { done: 20, total: 20 }, performed: { a: { status: 'done', duration: 400 } }, findings: [], snapshot: null, snapshotLost: null, record: historyRow(text), undoneBy: null, cannotUndo: null
  } as unknown as ResultView
}
