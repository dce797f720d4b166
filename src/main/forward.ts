import type { ProjectView } from '../domain/views'
import type { Result } from '../ipc/contract'
import type { StateFile } from './app-state'
import type { EngineProcess } from './engine-process'
import { recordOf } from './json-file'
import { forgetProject, rememberProject } from './recent'
import type { EngineCall } from './wire'

export interface ForwardOptions {
  readonly engine: Pick<EngineProcess, 'call' | 'watch'>
  readonly state: StateFile
}

/** Hands a checked call to the engine, and notes which project is open. */
export function createForward({ engine, state }: ForwardOptions): (name: EngineCall, input: unknown) => Promise<Result<unknown>> {
  const opened = (project: ProjectView): void => {
    rememberProject(state, project, new Date())
    engine.watch(project.path)
  }
  return async (name, input) => {
    // The input was checked against this name's schema, so the pair is one of the contract's.
    const result = await engine.call(name, input as never)
    if (!result.ok) return result
    if (name === 'project:open' || name === 'project:init') opened(result.value as ProjectView)
    if (name === 'demo:remove') forgetProject(state, String(recordOf(input)['project']))
    return result
  }
}
