/** Drives a run in a program of its own, so that it can be killed: by the test, or by itself at an event. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import type { StartInput } from '../../src/engine'
import { program } from '../../src/engine/testing/program'
import { startInput } from './inputs'
import type { Shop } from './shop'

/** Kills itself with SIGKILL right after this event of this step was committed. */
export interface KillAt { readonly type: string; readonly step?: string }
export interface Order {
  readonly project: string
  readonly start?: StartInput
  /** A run to resume. */
  readonly resume?: string
  readonly killAt?: KillAt
}

export interface Driven {
  readonly child: ChildProcess
  /** Events so far, as `type step`. */
  readonly seen: readonly string[]
  /** Resolves once an event that begins so was committed. */
  saw(beginning: string): Promise<void>
  /** Ends it with this signal; resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
  readonly gone: Promise<unknown>
}

export function driven(order: Order, as: { readonly uid?: number; readonly gid?: number } = {}): Driven {
  const child = spawn(process.execPath, program('driven', JSON.stringify(order)), { stdio: ['ignore', 'pipe', 'inherit'], env: as.uid === undefined ? process.env : { ...process.env, HOME: tmpdir() }, ...as })
  const seen: string[] = []
  const waiting = new Set<() => void>()
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = `${text}${chunk.toString()}`.split('\n')
    text = lines.pop() ?? ''
    seen.push(...lines)
    for (const look of waiting) look()
  })
  const gone = once(child, 'exit')
  return {
    child, seen, gone,
    saw: (beginning) => new Promise((resolve, reject) => {
      const look = (): void => { if (seen.some((line) => line.startsWith(beginning))) { waiting.delete(look); resolve() } }
      waiting.add(look)
      void gone.then(() => { look(); reject(new Error(`It ended without ${beginning}: ${seen.join(', ')}`)) })
      look()
    }),
    end: async (signal = 'SIGKILL') => {
      child.kill(signal)
      await gone
    }
  }
}

/** A rollback of the shop that is killed there; its id. */
export async function killedAt(shop: Shop, killAt: KillAt, start: StartInput = startInput()): Promise<string> {
  const run = driven({ project: shop.path, start, killAt })
  await run.gone
  return runOf(shop)
}
export async function runOf(shop: Shop): Promise<string> {
  const [lane] = (await shop.engine.overview(shop.path, false)).lanes
  if (!lane?.run) throw new Error('No run is unfinished.')
  return lane.run.runId
}
