/** A run as a screen opens it, and a finished one as the result shows it. */
import { bandOf } from '../../domain/band'
import { commandLines } from '../../domain/commands'
import { choicesOf } from '../../domain/decisions'
import { withWarnings } from '../../domain/results-warnings'
import { progressOf } from '../../domain/run-state'
import { hasChanged, stateSentence } from '../../domain/situation'
import { fail, problemOf, type Problem } from '../../domain/problem'
import type { RunState } from '../../domain/run'
import type { Plan } from '../../domain/plan'
import type { ResultView, RunView } from '../../domain/views'
import { maskedResult } from '../masked-problems'
import { createOutput } from '../output'
import { stateOf } from '../run/header'
import { owedProblem } from '../run/outbox'
import { driverOf } from '../run/unfinished'
import { snapshotKnown } from '../run/way-back'
import type { Session } from '../session/session'
import { historyRow } from './history'
import { shownHeader } from './shown-plan'
import { lostSnapshot, whyNoUndo } from './snapshots'

export const commandsOf = (plan: Plan, mask: (text: string) => string): Readonly<Record<string, readonly string[]>> => Object.fromEntries(plan.steps.map((step) => [step.id, commandLines(step).map(mask)]))

/** `halted`: why this engine stopped driving it, where it did. */
export async function runView(session: Session, runId: string, halted: Problem | null = null): Promise<RunView> {
  const state = await stateOf(session.store, runId)
  const { plan, expected } = state.header
  const finished = state.status === 'finished'
  const holder = finished ? null : await driverOf(session, plan.environment, runId)
  const driven = finished || holder !== null
  const known = driven ? 'noted' : await snapshotKnown(session, state)
  const output = await outputSeen(session, runId)
  return {
    state: { ...state, header: shownHeader(state.header, session.context.mask) }, interrupted: !driven, band: bandOf(plan, expected), commands: commandsOf(plan, session.context.mask), ...output,
    choices: choicesOf(state, driven, known), stateSentence: stateSentence(state, driven, known), holder, halted: driven ? null : halted
  }
}

/** Evidence only: without it a run can be gone on with, undone and marked all the same. */
function outputSeen({ context, paths }: Session, runId: string): Promise<Pick<RunView, 'outputLines' | 'outputProblem'>> {
  return createOutput(context.files, paths.runFolder(runId)).read(0, 1).then(({ total }) => ({ outputLines: total }), (error: unknown) => {
    const problem = problemOf(error)
    return { outputLines: 0, outputProblem: { ...problem, message: `What run ${runId} printed cannot be read: ${problem.message}` } }
  })
}

export async function resultView(session: Session, runId: string): Promise<ResultView> {
  const state = await stateOf(session.store, runId)
  if (!state.result) throw fail('run-unfinished', `Run ${runId} has not ended yet.`, 'Open the run to resume, undo or mark it as failed.')
  const record = await historyRow(session, runId)
  const undoneBy = record?.undoneBy ?? null
  const lost = state.snapshot ? await lostSnapshot(session, runId) : null
  const owed = (await session.store.outbox()).some((row) => row.runId === runId) ? await owedProblem(session) : null
  return {
    header: shownHeader(state.header, session.context.mask), result: withWarnings(maskedResult(state.result, session.context.mask), owed ? [owed.message] : []), steps: progressOf(state), performed: Object.fromEntries(Object.values(state.steps).map(({ id, status, duration }) => [id, { status, duration }])), findings: Object.values(state.steps).flatMap((step) => step.findings), snapshot: state.snapshot, snapshotLost: lost,
    record, undoneBy, cannotUndo: session.readOnly ?? (await whyNothingBack(session, state, undoneBy, lost))
  }
}

async function whyNothingBack(session: Session, state: RunState, undoneBy: string | null, lost: ResultView['snapshotLost']): Promise<string | null> {
  if (undoneBy === null && lost !== null) return lost.why
  return (await whyNoUndo(session, state.header.runId)) ?? (hasChanged(state) ? null : 'It changed nothing that serves, so there is nothing to take back.')
}
