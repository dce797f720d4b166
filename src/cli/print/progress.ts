/** A run while it goes on: a line per step as it ends, in the words of the plan. */
import { phaseTitle } from '../../domain/document'
import { bytes, durationInSentence, plural, stripControl } from '../../domain/text'
import type { Phase, Plan, Step } from '../../domain/plan'
import type { OnFailure, OutputLine, RunEvent } from '../../domain/run'
import { withSteps } from '../../domain/run-state'
import { problemLines } from './problem'
import type { Paint } from './style'

export interface Progress {
  events(events: readonly RunEvent[]): void
  output(lines: readonly OutputLine[]): void
}

/** Where nobody was asked: who decided then. */
const policyWords = (onFailure: OnFailure): string => ({ ask: '', undo: ', by --on-failure undo', stop: ', by --on-failure stop (the default where nobody can be asked)' })[onFailure]

/** `known`: the plan of a run that goes on; one that starts brings its own. */
export function createProgress(say: (...lines: string[]) => void, paint: Paint, verbose: boolean, known: Plan | null): Progress {
  let plan = known
  let phase: Phase | null = null
  let onFailure: OnFailure = 'ask'
  const stepOf = (id: string): Step | undefined => plan?.steps.find((step) => step.id === id)
  const heading = (step: Step | undefined): void => {
    if (!step || step.phase === phase) return
    phase = step.phase
    say(paint(phaseTitle(phase), 'accent'))
  }
  const ended = (id: string, icon: string, note: string): void => {
    heading(stepOf(id))
    say(`  ${icon} ${stripControl(stepOf(id)?.title ?? id)}${note === '' ? '' : `  ${paint(note, 'dim')}`}`)
  }
  const one = (event: RunEvent): void => {
    switch (event.type) {
      case 'run-started': plan = event.run.plan; onFailure = event.run.onFailure; say(`Run ${event.runId}`); break
      case 'step-started': if (verbose) ended(event.step, paint('▸', 'accent'), event.attempt > 1 ? `attempt ${event.attempt}` : ''); break
      case 'step-finished': {
        ended(event.step, paint('✓', 'ok'), durationInSentence(event.evidence.duration))
        for (const finding of event.findings.filter(({ ok }) => !ok)) say(`    ${paint('!', 'warning')} ${stripControl(finding.message)}`)
        break
      }
      case 'step-failed': ended(event.step, paint('✗', 'failed'), durationInSentence(event.evidence.duration)); say(...problemLines(event.problem, paint).map((line) => `    ${line}`)); break
      case 'step-aborted': ended(event.step, paint('‖', 'warning'), 'broken off'); break
      case 'step-skipped': ended(event.step, paint('»', 'warning'), `skipped by ${event.actor.user}`); break
      case 'step-taken-as-done': ended(event.step, paint('✓', 'ok'), `taken as done: ${event.actor.user} said that it had happened`); break
      case 'snapshot-verified': if (verbose) say(`    ${paint(`snapshot verified: ${plural(event.snapshot.files, 'file', 'files')}, ${bytes(event.snapshot.bytes)}`, 'dim')}`); break
      case 'cancel-requested': break
      case 'decision-made': say(paint(`Decided: ${event.decision}${policyWords(onFailure)}`, 'dim')); break
      case 'run-resumed': {
        onFailure = event.onFailure ?? onFailure
        plan = plan && event.steps ? withSteps(plan, event.steps) : plan
        say('The run goes on.', ...(event.ended ?? []).map((one) => `  ${stripControl(one)}`))
        for (const id of event.found ?? []) ended(id, paint('✓', 'ok'), 'found done')
        break
      }
      case 'run-taken-over': say(`Taken over from ${stripControl(event.from.user)} on ${stripControl(event.from.host)}.`); break
      case 'decision-needed': {
        if (event.step === null) say(stripControl(event.problem.message))
        break
      }
      // The result says both.
      case 'run-finished': case 'run-warned': break
    }
  }
  return {
    events: (events) => events.forEach(one),
    output: (lines) => { if (verbose) for (const line of lines) say(paint(`    │ ${line.stream === 'command' ? '$ ' : ''}${stripControl(line.text)}`, 'dim')) }
  }
}
