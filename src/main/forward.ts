import type { OverviewView, ProjectView } from '../domain/views'
import type { Result } from '../ipc/contract'
import type { StateFile } from './app-state'
import type { EngineProcess } from './engine-process'
import { recordOf } from './json-file'
import { forgetProject, rememberProject, rememberSeen } from './recent'
import type { EngineCall } from './wire'

export interface ForwardOptions {
  readonly engine: Pick<EngineProcess, 'call' | 'watch'>
  readonly state: StateFile
}

/** Hands a checked call to the engine, and notes which project is open and what is seen of it. */
export function createForward({ engine, state }: ForwardOptions): (name: EngineCall, input: unknown) => Promise<Result<unknown>> {
  let asked = 0
  const opened = (project: ProjectView): void => {
    rememberProject(state, project, new Date())
    engine.watch(project.path)
  }
  return async (name, input) => {
    const opens = name === 'project:open' || name === 'project:init'
    const mine = opens ? ++asked : 0
    // The input was checked against this name's schema, so the pair is one of the contract's.
    const result = await engine.call(name, input as never)
    if (!result.ok) return result
    // Of two, the one that was asked for last is open, whichever answer comes last.
    if (opens && mine === asked) opened(result.value as ProjectView)
    const project = String(recordOf(input)['project'])
    if (name === 'overview') rememberSeen(state, project, result.value as OverviewView)
    if (name === 'demo:remove') forgetProject(state, project)
    return result
  }
}
