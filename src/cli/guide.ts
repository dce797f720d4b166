/** Plan → checks → confirm → run: the way of every rollback and undo in the terminal. */
import { mayLoseData } from '../domain/at-stake'
import type { Check } from '../domain/check'
import type { RollbackRequest } from '../domain/plan'
import { isStale } from '../domain/plan-changes'
import { BackstepError, fail, problemOf, type Problem } from '../domain/problem'
import type { OnFailure } from '../domain/run'
import type { PreparedView } from '../domain/views'
import { listOf } from '../domain/text'
import { undoRequest } from './arguments'
import { answer, safe, type Answer, type Cli } from './cli'
import { confirm } from './confirm'
import { EXIT } from './exit'
import { follow, type Followed } from './follow'
import { blocking, checkLines } from './print/checks'
import { confirmCommand } from './print/command'
import { planLines } from './print/plan'
import { onceFree } from './wait'

export interface GuideInput {
  readonly project: string
  readonly request: RollbackRequest
  readonly reason: string
  readonly force: boolean
  readonly yes: boolean
  readonly planHash: string | null
  readonly onFailure: OnFailure
  readonly markdown: boolean
  /** Milliseconds to wait for whoever holds the environment. */
  readonly wait: number
  /** The run that failed just before, where this is its undo: refused, it leaves what that run has changed. */
  readonly after?: string
}
/** `refused`: why nothing of it was begun. */
export type Guided = Answer & { readonly refused?: Problem }

/** The plan is made once the environment is free: what another run leaves is what it starts from. */
export async function guide(cli: Cli, input: GuideInput): Promise<Guided> {
  const { project, request, wait } = input
  // Somebody else was faster: what was confirmed is confirmed anew.
  return onceFree(cli, project, request.environment, wait, () => planAndRun(cli, input).catch((error: unknown) => { throw withCommand(error, request) }))
}

async function planAndRun(cli: Cli, input: GuideInput): Promise<Guided> {
  const { project, request } = input
  const engine = cli.engine()
  const prepared = await engine.prepare(project, request)
  const paint = cli.paintMessage
  cli.say(...planLines(prepared, cli.widthMessage, paint), '', ...checkLines(prepared.checks, cli.widthMessage, paint), '')
  const blocks = blocking(prepared.checks, input.force)
  await requireHash(cli, input, prepared, blocks)
  if (blocks.length > 0 || !prepared.plan) return blocked(cli, prepared, blocks, input.after)
  const overridden = blocking(prepared.checks, false).length > 0
  await confirm(cli, prepared, input.yes, overridden)
  const followed = await follow(cli, { project, environment: request.environment, markdown: input.markdown }, () => engine.start(project, {
    request, planHash: prepared.plan?.hash ?? null, reason: input.reason, forced: input.force ? 'all' : [], typedName: request.environment,
    acceptsDataLoss: input.yes || mayLoseData(prepared), onFailure: input.onFailure, via: 'cli'
  }))
  return followed.undo === null ? followed.answer : undo(cli, input, followed.answer, followed.undo)
}

/** The person decided so while the run waited: its own plan, confirmed like any other. Where that is refused the command ends as the run did, which failed. */
export async function undo(cli: Cli, input: Omit<GuideInput, 'request' | 'planHash' | 'wait'> & { readonly request: Pick<RollbackRequest, 'environment'> }, failed: Followed['answer'], runId: string): Promise<Answer> {
  const asked = { ...input, request: undoRequest(input.request.environment, runId), reason: `Undo of ${runId}: ${input.reason}`, planHash: null, wait: 0, after: runId }
  const undone = await guide(cli, asked).catch((error: unknown): Guided => ({ ...failed, refused: problemOf(error) }))
  if (undone.refused === undefined) return undone
  const { message } = undone.refused
  cli.say(`${cli.paintMessage('✗', 'failed')} The undo was not begun: ${safe(message.replace(/ ?Nothing was changed\./, ''))}`, `  Everything is as run ${runId} left it.`)
  return { ...failed, json: { ...(failed.json as object), undo: { problem: undone.refused } } }
}

function blocked(cli: Cli, prepared: PreparedView, blocks: readonly Check[], after: string | undefined): Guided {
  const message = blocks[0]?.message ?? 'No plan can be made.'
  const next = blockedNext(blocks, prepared.request.environment)
  cli.say(`${cli.paintMessage('✗', 'failed')} Blocked by ${blocks.map((check) => check.id).join(', ')}.${after === undefined ? ' Nothing was changed.' : ''}`, `  ${next}`)
  const problem = { code: 'blocked', message, next }
  return { ...answer({ problem, blockedBy: blocks.map((check) => check.id), checks: prepared.checks }, [], EXIT.blocked), refused: problem }
}

function blockedNext(blocks: readonly Check[], environment: string): string {
  const always = blocks.some((check) => check.blocking === 'always')
  return heldNext(blocks, environment) ?? (always ? 'This cannot be overridden.' : 'Look at what to do above, or override with --force.')
}

/** What to type when another run is why, one that has not ended or is still to be undone. */
function heldNext(blocks: readonly Check[], environment: string): string | null {
  const remedies = blocks.filter(({ name }) => name === 'unfinished_run').flatMap((check) => check.remedies.map(({ action }) => action))
  const ways = remedies.flatMap((action) => ('runId' in action && action.kind !== 'open' ? [`backstep ${action.kind} ${action.runId}`] : []))
  const anyway = blocks.every(({ blocking }) => blocking === 'unless-forced') ? ' Or go on without that: --force.' : ''
  if (ways.length > 0) return `Decide about it first: ${listOf(ways, 'or')}.${anyway}`
  return remedies.some(({ kind }) => kind === 'wait') ? `Wait for it with --wait 10m, or take it over: backstep takeover --env ${safe(environment)} --reason "…".` : null
}

const SHORTEST = 8
/** The whole hash, or its beginning. That it is another plan by now is said before what blocks that one. */
async function requireHash(cli: Cli, { project, request, planHash, force }: GuideInput, prepared: PreparedView, blocks: readonly Check[]): Promise<void> {
  if (planHash === null) return
  const given = planHash.replaceAll(' ', '').toLowerCase()
  if (!/^[0-9a-f]+$/.test(given) || given.length < SHORTEST) throw fail('usage', `--plan is the hash of a plan, or its first ${SHORTEST} digits, not '${safe(planHash)}'. Nothing was changed.`, 'Copy it from `backstep plan`.')
  if (!isStale(prepared, (hash) => hash.startsWith(given))) return
  const problem = await cli.engine().stalePlan(project, given, request, force ? 'all' : [])
  throw new BackstepError(problem.blockedBy ? { ...problem, next: blockedNext(blocks, request.environment) } : problem)
}

/** What would have to be typed to confirm the plan as it is now, where that may be run. */
function withCommand(error: unknown, request: RollbackRequest): unknown {
  const problem = problemOf(error)
  if (problem.code !== 'stale-plan' || problem.hash === undefined || problem.blockedBy) return error
  return new BackstepError({ ...problem, next: `${problem.next} ${confirmCommand(request, problem.hash)}` }, { cause: error })
}
