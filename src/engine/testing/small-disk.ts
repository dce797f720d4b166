/** A disk that is really full: a small tmpfs where mounting is allowed, else a budget of bytes under the same system calls. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemIo, type Io } from '../files/io'

export interface SmallDisk { readonly folder: string; readonly mounted: boolean; readonly io: Io; remove(): void }

/** Can a small file system be mounted here? */
export function canMount(): boolean {
  const disk = smallDisk(64)
  disk.remove()
  return disk.mounted
}

/** Takes every byte that is left on the file system of a folder; answers how to give them back. */
export function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast')
  const file = openSync(ballast, 'a')
  for (let size = 1 << 20; size > 0;) {
    try {
      if (writeSync(file, Buffer.alloc(size)) < size) size = Math.floor(size / 2)
    } catch {
      size = Math.floor(size / 2)
    }
  }
  closeSync(file)
  return () => rmSync(ballast)
}

/** `at`: a folder that is there already; by default a new one. */
export function smallDisk(kilobytes: number, at?: string): SmallDisk {
  const folder = at ?? mkdtempSync(join(tmpdir(), 'backstep-disk-'))
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
