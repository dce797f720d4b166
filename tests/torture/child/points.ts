/**
 * The instants at which the program can be killed: before, during and after everything it does to the disk, to the store and to other
 * programs. They are counted at Node's own functions, below the engine, so that nothing in the engine has to know of them.
 */
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { fileURLToPath } from 'node:url'

export type Moment = 'before' | 'during' | 'after'
export type What = 'commit' | 'file' | 'spawn'
export interface Death { readonly what: What | 'any'; readonly at: number; readonly moment: Moment }

/** How many of each there were. */
export const counts: Record<What | 'any', number> = { commit: 0, file: 0, spawn: 0, any: 0 }

let death: Death | null = null
let armed = false

/** From now on it counts, and dies where it is told to. */
export function arm(at: Death | null): void {
  death = at
  armed = true
  for (const what of Object.keys(counts) as (keyof typeof counts)[]) counts[what] = 0
}

/** Nothing dies of a task that is over: the program may have another one next. */
export function disarm(): void {
  armed = false
}

const kill = (): void => { process.kill(process.pid, 'SIGKILL') }

/** Which moment of this instant is the last. */
function reached(what: What): Moment | null {
  if (!armed) return null
  const mine = counts[what]++
  const any = counts.any++
  if (death === null || (death.what !== 'any' && death.what !== what)) return null
  return death.at === (death.what === 'any' ? any : mine) ? death.moment : null
}

type Any = (...all: unknown[]) => unknown

/** A commit is watched by `sqlite.ts`. `after` is when the call has answered, also when it answers later. */
export function around(what: What, work: Any, all: readonly unknown[] = []): unknown {
  const last = reached(what)
  if (last === 'before') kill()
  const callback = all.at(-1)
  const waits = last === 'after' && typeof callback === 'function'
  const answer = work(...(waits ? [...all.slice(0, -1), kill] : all))
  if (last === 'during') kill()
  if (last === null || waits) return answer
  if (answer instanceof Promise) return answer.finally(kill)
  kill()
  return answer
}

function replace(target: object, names: readonly string[], what: What, when: (all: readonly unknown[]) => boolean = () => true): void {
  for (const name of names) {
    const own = Reflect.get(target, name) as Any
    const replaced = function (this: unknown, ...all: unknown[]): unknown {
      const work: Any = (...given) => Reflect.apply(own, this, given)
      return when(all) ? around(what, work, all) : work(...all)
    }
    // How it is made a promise stands in properties of the function.
    Reflect.set(target, name, Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(own)))
  }
}

const CHANGES = ['rename', 'link', 'unlink', 'symlink', 'mkdir', 'rmdir', 'chmod']
const WRITES = ['write', 'fsync', 'ftruncate', 'fchmod']
const sync = (names: readonly string[]): readonly string[] => names.map((name) => `${name}Sync`)
const isForWriting = ([, flags]: readonly unknown[]): boolean => typeof flags === 'number' && (flags & 3) !== 0
/** Not what we print. */
const isFile = ([file]: readonly unknown[]): boolean => typeof file !== 'number' || file > 2

/** Has to be called before the engine is loaded, which takes Node's functions as it finds them. */
export async function watch(): Promise<void> {
  replace(fs.promises, CHANGES, 'file')
  replace(fs, sync(CHANGES), 'file')
  replace(fs, [...WRITES, ...sync(WRITES)], 'file', isFile)
  replace(fs, ['open', 'openSync'], 'file', isForWriting)
  replace(fs.promises, ['open'], 'file', isForWriting)
  replace(childProcess, ['spawn', 'execFile'], 'spawn')
  // The class of file handles is not exported.
  const handle = await fs.promises.open(fileURLToPath(import.meta.url), 'r')
  await handle.close()
  replace(Object.getPrototypeOf(handle) as object, ['write', 'sync', 'truncate', 'chmod'], 'file')
  syncBuiltinESMExports()
}
