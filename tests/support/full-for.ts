import { systemIo, type Io } from '../../src/engine/files/io'

/** The system's own calls, but for files whose path matches: those meet a full disk, as the kernel would say it. */
export function fullFor(matches: (file: string) => boolean): Io {
  const noSpace = (): never => { throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }) }
  return {
    ...systemIo,
    async open(file, how, mode) {
      const handle = await systemIo.open(file, how, mode)
      return matches(file) ? { ...handle, write: () => Promise.resolve().then(noSpace) } : handle
    }
  }
}
