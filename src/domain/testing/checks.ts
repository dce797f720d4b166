/** What the checks are given for a rollback of the shop that nothing speaks against. */
import type { Check, CheckName } from '../check'
import { runChecks } from '../checks'
import type { CheckInput } from '../checks'
import type { Deployment } from '../deployment'
import { artifactKey } from '../facts'
import type { ArtifactFact, ConfigKey, DatabaseSchema, Fact } from '../facts'
import { makePlan } from '../planner'
import type { Target } from '../planning'
import { wantedOf } from '../wanted'
import { AT, given, request, target } from './shop'

export const deployment = (id: string, version: string, more: Partial<Deployment> = {}): Deployment => ({
  id, environment: 'staging', version, timestamp: AT, status: 'success', strategy: null, duration: null, servicesDeployed: null, healthStatus: 'healthy',
  rollbackAvailable: true, commit: null, actor: null, manifest: true, rollback: null, index: 0, ...more
})
export const artifact = (present: boolean): ArtifactFact =>
  ({ known: true, is: { kind: 'artifact', present, digest: present ? '1' : null }, seen: { what: 'commit 5d07be3 in /srv/shop', bytes: null, prepared: false } })
export const orders = (...columns: readonly string[]): DatabaseSchema =>
  ({ tables: [{ name: 'orders', columns: columns.map((name) => ({ name, type: 'text', notNull: false, primaryKey: false, default: null })) }], objects: [] })
export const key = (name: string, type: ConfigKey['type'] = 'string'): ConfigKey => ({ key: name, type, digest: 'd', secret: false })

/** The input with another target, other facts, or findings of its own. */
export function checkInput(more: Partial<CheckInput> = {}, change: Partial<Target> = {}, facts: Readonly<Record<string, Fact>> = {}): CheckInput {
  const input = given(change, facts)
  return {
    request: input.target.request, environment: 'staging', target: input.target, targetProblem: null, record: deployment('deploy-1', 'v1.0.0'), current: deployment('deploy-2', 'v2.0.0'),
    manifestProblem: null, keyProblem: null, kept: { keys: 0, restorable: null }, seal: { keys: 0, keyProblem: null, problem: null, restores: false }, observed: input.observed, wanted: wantedOf(input), plan: makePlan(input), artifacts: { [artifactKey('web')]: artifact(true) }, otherCommits: [], needRelease: [], unstoppable: [], elsewhere: [], configUnread: [],
    data: [{ name: 'main', choice: 'keep', policyKeeps: false, hasCopy: true, why: 'Copy from when v1.0.0 was left.' }],
    schemas: [{ database: 'main', restored: false, target: orders('id'), present: orders('id', 'coupon'), hasCopy: true }],
    config: [{ path: '.env.staging', then: [key('PORT')], after: [key('PORT'), key('NEW')], credentials: [] }],
    majorJump: false, disk: { free: 41e9, needed: 2.3e9 }, historyProblem: null, historyBroken: false, unfinished: null, owedUndo: null, trackedFiles: [], drift: [], driftNotCompared: null, driftUnknown: [], ...more
  }
}

export const named = (name: CheckName, ...given: Parameters<typeof checkInput>): readonly Check[] => runChecks(checkInput(...given)).filter((check) => check.name === name)
export const selecting = (services: readonly string[], more: Partial<Target['request']> = {}): Partial<Target> => ({ kind: 'partial', request: { ...request, ...more, services }, releases: target.releases })

/** The kind of each finding: what it blocks, or that it passed. */
export const kinds = (found: readonly Check[]): readonly string[] => found.map(({ passed, blocking }) => (passed ? 'passed' : blocking))
