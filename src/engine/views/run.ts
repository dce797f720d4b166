/** A run as a screen opens it, and a finished one as the result shows it. */
import { bandOf } from '../../domain/band'
import { commandLines } from '../../domain/commands'
import { downtimeOf, progressOf } from '../../domain/run-state'
import { fail } from '../../domain/problem'
import type { Plan } from '../../domain/plan'
import type { RunState } from '../../domain/run'
import { durationInSentence } from '../../domain/text'
import type { ResultView, RunView } from '../../domain/views'
import { createOutput } from '../output'
import { stateOf } from '../run/header'
import { isDriven, stateSentence } from '../run/unfinished'
import type { Session } from '../session/session'
import { historyRow } from './history'
import { whyNoUndo } from './snapshots'

export const commandsOf = (plan: Plan): Readonly<Record<string, readonly string[]>> => Object.fromEntries(plan.steps.map((step) => [step.id, commandLines(step)]))

export async function runView(session: Session, runId: string): Promise<RunView> {
  const state = await stateOf(session.store, runId)
  const { plan, expected } = state.header
  const driven = state.status === 'finished' || (await isDriven(session, plan.environment, runId))
  const output = await createOutput(session.context.files, session.paths.runFolder(runId)).read(0, 1)
  return {
    state, interrupted: !driven, band: bandOf(plan, expected), commands: commandsOf(plan), outputLines: output.total,
    choices: state.status === 'finished' ? [] : choicesOf(state, driven, session.context.clock.now().toISOString()), stateSentence: stateSentence(state, driven)
  }
}

function choicesOf(state: RunState, driven: boolean, now: string): RunView['choices'] {
  if (driven && state.decision === null) return []
  const { plan, expected } = state.header
  const left = plan.steps.filter((step) => state.steps[step.id]?.status !== 'done')
  const time = left.reduce((sum, step) => sum + (expected[step.id] ?? 0), 0)
  const about = left.every((step) => expected[step.id] !== undefined) ? `about ${durationInSentence(time)}` : 'not measured yet'
  const failed = state.decision?.step ?? null
  const title = plan.steps.find((step) => step.id === failed)?.title.toLowerCase()
  const loses = left.some((step) => step.effect === 'loses-data')
  const from = plan.from?.version ?? 'what ran before'
  const down = downtimeOf(state, now) !== null
  const retry = { decision: 'retry' as const, title: title ? `Try again to ${title}, then go on` : 'Go on where it stopped', sentence: failed ? 'Works once the cause is gone. If it fails again, you are asked again.' : `${left.length} steps are left; what is already so is not done again.`, serves: plan.to.version, down: about, data: loses ? 'what was written since the copy is lost' : 'nothing lost' }
  const undo = { decision: 'undo' as const, title: `Go back to ${from}, as before this run`, sentence: 'From the verified snapshot, through the same guide: you see the plan before anything runs.', serves: from, down: 'as its plan says', data: 'nothing lost' }
  const stop = { decision: 'stop' as const, title: 'Leave everything as it is now', sentence: `The run is recorded as failed. ${down ? 'Services that are stopped stay stopped until you undo or start a new rollback.' : 'Nothing more is done.'}`, serves: down ? 'nothing, where it is stopped' : 'what runs now', down: down ? 'until you act' : 'none', data: 'nothing lost' }
  return state.snapshot ? [retry, undo, stop] : [retry, stop]
}

export async function resultView(session: Session, runId: string): Promise<ResultView> {
  const state = await stateOf(session.store, runId)
  if (!state.result) throw fail('run-unfinished', `Run ${runId} has not ended yet.`, 'Open the run to resume, undo or mark it as failed.')
  const record = await historyRow(session, runId)
  return {
    header: state.header, result: state.result, steps: progressOf(state), performed: Object.fromEntries(Object.values(state.steps).map(({ id, status, duration }) => [id, { status, duration }])), findings: Object.values(state.steps).flatMap((step) => step.findings), snapshot: state.snapshot,
    record, undoneBy: record?.undoneBy ?? null, cannotUndo: session.readOnly ?? (await whyNoUndo(session, runId))
  }
}
