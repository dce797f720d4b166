/** Files that the system makes up as they are read, such as those below /proc: they have no size, and many are read at once. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const buffer = Buffer.allocUnsafeSlow(1 << 15)

/** Valid until the next one is read; null when it cannot be read. */
export function readSystemFile(path: string): Buffer | null {
  try {
    const file = openSync(path, 'r')
    try {
      const length = readSync(file, buffer)
      return length < buffer.length ? buffer.subarray(0, length) : readFileSync(path)
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}
