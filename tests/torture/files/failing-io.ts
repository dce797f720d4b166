/** A file system of which one call fails, as the kernel says it. */
import type { Io, IoHandle } from '../../../src/engine/files/io'
import type { Calls } from '../child/disks'

/** These can find that there is no room; reading cannot. */
const NEEDS_ROOM = new Set(['write', 'sync', 'close', 'rename', 'mkdir', 'symlink', 'link', 'truncate'])

export function failingIo(io: Io, { at, code }: { readonly at: number; readonly code: 'ENOSPC' | 'EIO' }, calls: Calls): Io {
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const own: unknown = Reflect.get(object, name)
        if (typeof own !== 'function' || typeof name !== 'string') return own
        return async (...all: unknown[]) => {
          const needsRoom = NEEDS_ROOM.has(name) || (name === 'open' && (all[1] === 'create' || all[1] === 'append'))
          const fails = (code === 'EIO' || needsRoom) && calls.fallible++ === at
          // A descriptor is gone also when closing it fails.
          if (fails && name === 'close') await (Reflect.apply(own, object, all) as Promise<void>)
          if (fails) {
            calls.failed = `${name} ${typeof all[0] === 'string' ? all[0] : ''}`.trim()
            throw Object.assign(new Error(`${code}: ${name}`), { code })
          }
          const answer: unknown = await Reflect.apply(own, object, all)
          return name === 'open' ? wrap(answer as IoHandle) : answer
        }
      }
    })
  return wrap(io)
}
