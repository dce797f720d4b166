/** Does another run hold the environment, or wait for somebody to decide about it? Is one still to be undone? */
import type { Check } from '../check'
import type { HolderView } from '../holder'
import type { Way } from '../situation'
import { alwaysBlocks, blocksUnlessForced, passed, type Checker, type CheckInput } from './input'

export const unfinishedRun: Checker = {
  name: 'unfinished_run',
  run: ({ unfinished, owedUndo, environment }) => {
    if (!unfinished && owedUndo) return [owes(environment, owedUndo)]
    if (!unfinished) return [passed('unfinished_run', 'Lock', `nobody else is rolling ${environment} back`)]
    return [unfinished.holder ? driven(environment, unfinished.runId, unfinished.holder) : interrupted(environment, unfinished)]
  }
}

const owes = (environment: string, { runId, sentence }: NonNullable<CheckInput['owedUndo']>): Check =>
  blocksUnlessForced('unfinished_run', 'Undo not begun', `Run ${runId} in ${environment} is still to be undone: ${sentence}`, {
    id: 'unfinished_run:undo', headline: 'Decide about the run that failed first', detail: 'Whoever was to begin its undo ended before that, or could not begin it.', remedies: [
      { title: 'Undo it', consequence: 'It is taken back from its snapshot.', action: { kind: 'undo', runId, undoOwed: true } },
      { title: 'Leave it as it is', consequence: 'Everything stays as the run left it, and its undo is not asked for any more.', action: { kind: 'abandon', runId, undoOwed: true } }
    ]
  })

const WAYS: Readonly<Record<Way, readonly [title: string, consequence: string]>> = {
  resume: ['Resume it', 'It goes on where it stopped; what is already so is not done again.'],
  undo: ['Undo it', 'It is ended as failed, then taken back from its snapshot.'],
  abandon: ['Mark it as failed', 'Everything stays as it is now; then a new rollback can start.']
}
const interrupted = (environment: string, { runId, sentence, ways }: NonNullable<CheckInput['unfinished']>): Check =>
  alwaysBlocks('unfinished_run', 'Unfinished run', `Run ${runId} in ${environment} has not ended: ${sentence}`, {
    headline: 'Decide about the unfinished run first', remedies: ways.map((kind) => ({ title: WAYS[kind][0], consequence: WAYS[kind][1], action: { kind, runId } }))
  })

const driven = (environment: string, runId: string, holder: HolderView): Check =>
  alwaysBlocks('unfinished_run', 'A run goes on', `Run ${runId} goes on in ${environment}: it is held by ${holder.user} on ${holder.host}${holder.phase === null ? '' : `, in the phase ${holder.phase}`}.`, {
    headline: `${environment} is held by another run`, detail: 'One run at a time changes an environment, whoever starts it.', remedies: [
      { title: 'Wait for it', consequence: 'The plan is made anew when it has ended, on what it leaves.', action: { kind: 'wait' } },
      { title: 'Open it', consequence: 'To watch it.', action: { kind: 'open', runId } },
      ...(holder.here ? [] : [{ title: 'Take it over', consequence: 'The program that drives it is ended at once. The run is interrupted then: resume it, undo it, or mark it as failed.', action: { kind: 'take-over' as const, holder } }])
    ],
    evidence: [{ label: 'Held by', value: `${holder.user} on ${holder.host}` }, { label: 'Since', value: holder.since }, { label: 'Process', value: String(holder.pid) }, { label: 'Run', value: runId }]
  })
