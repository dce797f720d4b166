/** What the Run screen asks of the engine: it listens first, then asks for the state, and drops what it has seen. */
import { problemOf } from '../../../domain/problem'
import type { Decision, RunEvent } from '../../../domain/run'
import { call, on } from '../../stores/api'
import { RunOutput } from './run-output'
import { newRun, tookEvents, tookView, useRun, type RunScreenState } from './run-store'

export function followRun(project: string, runId: string, output: RunOutput): () => void {
  useRun.setState(newRun(runId))
  const reload = (): void => void loadView(project, runId)
  const stops = [
    on('run-events', (payload) => {
      if (payload.project !== project) return
      useRun.setState((state) => tookEvents(state, payload.events))
      if (payload.events.some((event) => event.runId === runId && changesChoices(event))) reload()
    }),
    on('run-output', (payload) => payload.project === project && payload.runId === runId && output.hear(payload)),
    on('project-changed', (payload) => {
      if (payload.project !== project || !payload.what.includes('runs')) return
      reload()
      void output.catchUp().catch(() => undefined)
    }),
    on('engine-state', ({ up }) => up && reload())
  ]
  reload()
  output.open().catch((error: unknown) => useRun.setState({ refused: problemOf(error) }))
  return () => {
    stops.forEach((stop) => stop())
    show(runId, { waitingSince: null })
  }
}

const changesChoices = ({ type }: RunEvent): boolean => ['decision-needed', 'run-resumed', 'run-taken-over', 'run-finished'].includes(type)

let asked = 0

async function loadView(project: string, runId: string): Promise<void> {
  const mine = ++asked
  const current = (): boolean => mine === asked && useRun.getState().runId === runId
  try {
    const view = await call('run:view', { project, runId })
    if (current()) useRun.setState((state) => tookView(state, view))
  } catch (error) {
    if (current()) useRun.setState({ problem: problemOf(error) })
  }
}

export const outputOf = (project: string, runId: string): RunOutput =>
  new RunOutput({
    load: (from, limit) => call('run:output', { project, runId, from, limit }),
    search: async (wanted) => (await call('run:search', { project, runId, ...wanted })).matches
  })

/** One action at a time; what the engine refuses is shown where the choice was made: not on the screen of another run that was opened meanwhile. */
async function act(runId: string, action: () => Promise<unknown>): Promise<boolean> {
  if (useRun.getState().acting) return false
  useRun.setState({ acting: true, refused: null, waitingSince: null })
  try {
    await action()
    return true
  } catch (error) {
    show(runId, { refused: problemOf(error) })
    return false
  } finally {
    show(runId, { acting: false })
  }
}

const show = (runId: string, change: Partial<RunScreenState>): void => useRun.setState((state) => (state.runId === runId ? change : {}))

export const decide = (project: string, runId: string, decision: Decision): Promise<boolean> => act(runId, () => call('run:decide', { project, runId, decision }))
export const cancel = (project: string, runId: string): Promise<boolean> => act(runId, () => call('run:cancel', { project, runId }))

/** Goes on at once where nothing is new; else what is new is shown to be confirmed. */
export const resume = (project: string, runId: string): Promise<boolean> =>
  act(runId, async () => {
    const resuming = await call('run:prepare-resume', { project, runId })
    if (!resuming.nothingNew) return show(runId, { resuming })
    await call('run:resume', { project, runId, hash: resuming.hash, answers: {} })
    await reloaded(project, runId)
  })

/** What is left is looked at, and shown to be confirmed, also where nothing of it is new. */
export const lookAgain = (project: string, runId: string): Promise<boolean> =>
  act(runId, async () => show(runId, { resuming: await call('run:prepare-resume', { project, runId }) }))

export const resumeAs = (project: string, runId: string, hash: string, answers: Readonly<Record<string, 'happened' | 'again'>>): Promise<boolean> =>
  act(runId, async () => {
    try {
      await call('run:resume', { project, runId, hash, answers: { ...answers } })
      show(runId, { resuming: null })
    } catch (error) {
      // What is left is another thing by now: it is looked at again.
      if (problemOf(error).code === 'resume-changed') show(runId, { resuming: await call('run:prepare-resume', { project, runId }) })
      throw error
    }
    await reloaded(project, runId)
  })

/** Where another run is shown by now, its own view is what is waited for. */
const reloaded = async (project: string, runId: string): Promise<void> => {
  if (useRun.getState().runId === runId) await loadView(project, runId)
}
