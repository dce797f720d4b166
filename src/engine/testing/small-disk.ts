/** A disk that is really full: a small tmpfs where mounting is allowed, else a budget of bytes under the same system calls. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemIo, type Io } from '../files/io'

export interface SmallDisk { readonly folder: string; readonly mounted: boolean; readonly io: Io; remove(): void }

export function smallDisk(kilobytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'backstep-disk-'))
  const mounted = mount(folder, kilobytes)
  return {
    folder,
    mounted,
    io: mounted ? systemIo : budgetIo(kilobytes * 1024),
    remove() {
      if (mounted) execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function mount(folder: string, kilobytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'backstep-test', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Takes this many bytes in all, then answers ENOSPC; the last write before it is short, as on a real disk. */
export function budgetIo(bytes: number): Io {
  let left = bytes
  return {
    ...systemIo,
    async open(path, how, mode) {
      const handle = await systemIo.open(path, how, mode)
      return {
        ...handle,
        async write(content, offset) {
          if (left === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
          const part = content.subarray(0, Math.min(content.length, offset + left))
          const taken = await handle.write(part, offset)
          left -= taken
          return taken
        }
      }
    }
  }
}
