/** What a step is performed with: its own view of the host, the snapshot, the lines that it prints, and whether it may be broken off. */
import { isAbortable } from '../../domain/repeatable'
import type { Step } from '../../domain/plan'
import type { OutputLine, RunHeader } from '../../domain/run'
import type { Observed } from '../../domain/facts'
import type { EnvironmentContext } from '../context'
import { createManifests } from '../manifests'
import type { Output } from '../output'
import { contextOf, type Session } from '../session/session'
import type { PerformContext } from './perform'
import { tokenOf, trackedHost } from './tracked-host'

export interface PerformingInput {
  readonly session: Session
  readonly header: RunHeader
  readonly epoch: number
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
  readonly output: Output
  /** Aborted when the run is asked to stop. */
  cancelled(): AbortSignal
  onOutput(lines: readonly OutputLine[]): void
}

const NEVER = new AbortController().signal

export function performing(input: PerformingInput, step: Step, attempt: number): PerformContext {
  const { session, header } = input
  const { runId, plan, reason, actor } = header
  const context = trackedContext(input, step, attempt)
  return {
    context,
    steps: plan.steps,
    snapshot: createManifests(context).snapshot(runId, { plan, reason, actor }),
    observed: input.observed,
    registryText: input.registryText,
    abort: isAbortable(step.action) ? input.cancelled() : NEVER,
    line(stream, text) {
      const at = session.context.clock.now().toISOString()
      input.onOutput([input.output.write({ runId, at, step: step.id, host: step.host, stream, text: session.context.mask(text) })])
    }
  }
}

function trackedContext({ session, header: { runId, plan }, epoch }: PerformingInput, step: Step, attempt: number): EnvironmentContext {
  const context = contextOf(session, plan.definition)
  const token = tokenOf(runId, step.id, attempt)
  return {
    ...context,
    host: (name) => trackedHost(context.host(name), token, () => context.clock.now(), (program) =>
      session.store.noteProgram(epoch, { environment: plan.environment, runId, step: step.id, ...program }))
  }
}
