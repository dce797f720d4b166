/** The engine of this process, which can be let go and made anew when a project's folder is about to be deleted under it. */
import { fail } from '../domain/problem'
import { createEngine } from '../engine/index'
import type { Engine, EngineListener } from '../engine/engine'
import type { Secrets } from '../engine/hosts/secrets'

export interface HeldEngine {
  /** The engine to ask, once nothing is being deleted any more. */
  ready(): Promise<Engine>
  active(): ReturnType<Engine['active']>
  watch(project: string): void
  /** Closes every store, does the work, and opens a new engine afterwards. Calls made meanwhile wait. */
  without<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** `secrets`: those that this process knows, also by an engine that was let go of. */
export function holdEngine(listener: EngineListener, secrets: Secrets): HeldEngine {
  let engine = create(listener, secrets)
  let watched: { readonly project: string; readonly stop: () => void } | null = null
  let away: Promise<unknown> = Promise.resolve()

  const unwatch = (): void => {
    watched?.stop()
    watched = null
  }
  const watch = (project: string): void => {
    if (watched?.project === project) return
    unwatch()
    watched = { project, stop: engine.watch(project) }
  }
  const without = async <T>(work: () => Promise<T>): Promise<T> => {
    await away
    if (engine.active().length > 0) throw goesOn()
    unwatch()
    const done = engine.close().then(work)
    away = done.catch(() => undefined).then(() => {
      engine = create(listener, secrets)
    })
    await away
    return done
  }
  const ready = async (): Promise<Engine> => {
    await away
    return engine
  }
  const close = async (): Promise<void> => {
    unwatch()
    await engine.close()
  }
  return { ready, active: () => engine.active(), watch, without, close }
}

function create(listener: EngineListener, secrets: Secrets): Engine {
  const engine = createEngine({ deps: { secrets } })
  engine.listen(listener)
  return engine
}

const goesOn = () => fail('run-goes-on', 'A rollback is going on, so the demo was left as it is.', 'Wait until it has ended, or stop it, then try again.')
