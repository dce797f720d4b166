import { BackstepError } from '../../domain/problem'
import type { Api, CallName, EventName, Events, Input, Outputs } from '../../ipc/contract'

declare global {
  interface Window {
    readonly backstep: Api
  }
}

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T
type Arguments<K extends CallName> = Input<K> extends undefined ? [] : [ReadonlyDeep<Input<K>>]
type MutableArguments<K extends CallName> = Input<K> extends undefined ? [] : [Input<K>]

/** Asks the engine. A problem is thrown as a BackstepError: `problemOf(error)` gives it back. */
export async function call<K extends CallName>(name: K, ...input: Arguments<K>): Promise<Outputs[K]> {
  // What crosses to the engine is copied, so that it may be read-only here.
  const result = await window.backstep.call(name, ...(input as MutableArguments<K>))
  if (!result.ok) throw new BackstepError(result.problem)
  return result.value
}

/** Listens to the engine until the returned function is called. */
export function on<K extends EventName>(name: K, listener: (payload: Events[K]) => void): () => void {
  return window.backstep.on(name, listener)
}

/** What of a project changed on disk. */
export type Changed = Events['project-changed']['what'][number]
