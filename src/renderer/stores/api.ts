import { BackstepError } from '../../domain/problem'
import type { Api, CallName, EventName, Events, Input, Outputs } from '../../ipc/contract'

declare global {
  interface Window {
    readonly backstep: Api
  }
}

type Arguments<K extends CallName> = Input<K> extends undefined ? [] : [Input<K>]

/** Asks the engine. A problem is thrown as a BackstepError: `problemOf(error)` gives it back. */
export async function call<K extends CallName>(name: K, ...input: Arguments<K>): Promise<Outputs[K]> {
  const result = await window.backstep.call(name, ...input)
  if (!result.ok) throw new BackstepError(result.problem)
  return result.value
}

/** Listens to the engine until the returned function is called. */
export function on<K extends EventName>(name: K, listener: (payload: Events[K]) => void): () => void {
  return window.backstep.on(name, listener)
}

/** What of a project changed on disk. */
export type Changed = Events['project-changed']['what'][number]
