/** A run of the shop with its events, a second apart. */
import type { Plan } from '../plan'
import { makePlan } from '../planner'
import type { RunEvent, RunEventBody, RunHeader, RunState } from '../run'
import { applyEvent } from '../run-state'
import { AT, given, restored } from './shop'

export const plan: Plan = makePlan(given({ databases: [restored] }))
export const header = (more: Partial<RunHeader> = {}): RunHeader => ({
  runId: 'run-1', startedAt: AT, actor: { user: 'oncall-1', host: 'desk' }, via: 'cli', reason: 'Checkout answers 500.', plan, forced: [], checks: [], onFailure: 'stop', expected: {}, ...more
})
export const at = (second: number): string => new Date(Date.parse(AT) + second * 1000).toISOString()

export const events = (bodies: readonly RunEventBody[], first: RunHeader = header()): readonly RunEvent[] =>
  [{ type: 'run-started', run: first } as const, ...bodies].map((body, seq) => ({ ...body, runId: first.runId, seq, at: at(seq) }))

export function fold(all: readonly RunEvent[]): RunState {
  const state = all.reduce<RunState | null>((now, event) => applyEvent(now, event), null)
  if (state === null) throw new Error('No events.')
  return state
}
export const started = (step: string, attempt = 1): RunEventBody => ({ type: 'step-started', step, attempt })
export const finished = (step: string, findings: Extract<RunEventBody, { type: 'step-finished' }>['findings'] = []): RunEventBody =>
  ({ type: 'step-finished', step, evidence: { duration: 1000 }, findings })
export const problem = { code: 'port-taken', message: 'Port 4100 is taken.', next: 'Free it.' }
export const failed = (step: string): RunEventBody => ({ type: 'step-failed', step, problem, evidence: { duration: 1000 } })
/** Both events of each step whose id begins so. */
export const performed = (...beginnings: readonly string[]): readonly RunEventBody[] =>
  plan.steps.filter(({ id }) => beginnings.some((beginning) => id.startsWith(beginning))).flatMap(({ id }) => [started(id), finished(id)])
export const snapshotVerified: RunEventBody = { type: 'snapshot-verified', snapshot: { id: 'run-1', bytes: 1, files: 1, verifiedAt: AT } }
