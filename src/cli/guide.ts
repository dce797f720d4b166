/** Plan → checks → confirm → run: the way of every rollback and undo in the terminal. */
import type { Check } from '../domain/check'
import type { RollbackRequest } from '../domain/plan'
import { fail } from '../domain/problem'
import type { OnFailure } from '../domain/run'
import type { PreparedView } from '../domain/views'
import { undoRequest } from './arguments'
import { answer, type Answer, type Cli } from './cli'
import { confirm } from './confirm'
import { EXIT } from './exit'
import { follow } from './follow'
import { blocking, checkLines } from './print/checks'
import { planLines } from './print/plan'

export interface GuideInput {
  readonly project: string
  readonly request: RollbackRequest
  readonly reason: string
  readonly force: boolean
  readonly yes: boolean
  readonly planHash: string | null
  readonly onFailure: OnFailure
  readonly markdown: boolean
}

export async function guide(cli: Cli, input: GuideInput): Promise<Answer> {
  const { project, request } = input
  const engine = cli.engine()
  const prepared = await engine.prepare(project, request)
  const paint = cli.paintMessage
  cli.say(...planLines(prepared, cli.width, paint), '', ...checkLines(prepared.checks, cli.width, paint), '')
  const blocks = blocking(prepared.checks, input.force)
  if (blocks.length > 0 || !prepared.plan) return blocked(cli, prepared, blocks)
  requireHash(prepared.plan.hash, input.planHash)
  const overridden = blocking(prepared.checks, false).length > 0
  await confirm(cli, prepared, input.yes, overridden)
  const followed = await follow(cli, { project, environment: request.environment, markdown: input.markdown }, () => engine.start(project, {
    request, planHash: prepared.plan?.hash ?? null, reason: input.reason, forced: input.force ? 'all' : [], typedName: request.environment,
    acceptsDataLoss: true, onFailure: input.onFailure, via: 'cli'
  }))
  return followed.undo === null ? followed.answer : undo(cli, input, followed.undo)
}

/** The person decided so while the run waited: its own plan, confirmed like any other. */
export const undo = (cli: Cli, input: Omit<GuideInput, 'request' | 'planHash'> & { readonly request: Pick<RollbackRequest, 'environment'> }, runId: string): Promise<Answer> =>
  guide(cli, { ...input, request: undoRequest(input.request.environment, runId), reason: `Undo of ${runId}: ${input.reason}`, planHash: null })

function blocked(cli: Cli, prepared: PreparedView, blocks: readonly Check[]): Answer {
  const always = blocks.some((check) => check.blocking === 'always')
  const [first] = blocks
  const message = first?.message ?? 'No plan can be made.'
  cli.say(`${cli.paintMessage('✗', 'failed')} Blocked by ${blocks.map((check) => check.id).join(', ')}. Nothing was changed.`, `  ${always ? 'This cannot be overridden.' : 'Look at what to do above, or override with --force.'}`)
  const problem = { code: 'blocked', message, next: always ? '' : 'Choose another target, or override with --force.' }
  return answer({ problem, blockedBy: blocks.map((check) => check.id), checks: prepared.checks }, [], EXIT.blocked)
}

const SHORTEST = 8
/** The whole hash, or its beginning. */
function requireHash(now: string, asked: string | null): void {
  if (asked === null) return
  const given = asked.replaceAll(' ', '').toLowerCase()
  if (given.length >= SHORTEST && now.startsWith(given)) return
  throw fail('stale-plan', `The plan is ${now.slice(0, SHORTEST)} now, not ${given.slice(0, SHORTEST)}: what was observed has changed, or something else is asked for. Nothing was changed.`, 'Look at the new plan with `backstep plan`, then give its hash.')
}
