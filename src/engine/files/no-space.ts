import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail, type BackstepError } from '../../domain/problem'

/** What SQLite needs to open a store beside others: its index of 32 KB, and a page or two. */
const NEEDED = 64 * 1024

/** Has the disk below a file no room for another write? False also where it cannot be told. */
function noSpaceFor(file: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(dirname(file))
    return bavail * bsize < NEEDED || (files > 0 && ffree === 0)
  } catch {
    return false
  }
}

const [IO_ERROR, FULL, CANNOT_OPEN] = [10, 13, 14]

/**
 * What SQLite's primary result code says of a full disk: also some of what that leads to (its shared index, a file that cannot be made),
 * which it calls an error of the disk, or a file that cannot be opened. Null for anything else. `kept` follows the sentence.
 */
export function fullDiskProblem(resultCode: number, file: string, kept = ''): BackstepError | null {
  const isFull = resultCode === FULL || ((resultCode === IO_ERROR || resultCode === CANNOT_OPEN) && noSpaceFor(file))
  return isFull ? fail('disk-full', `${file} could not be written: the disk is full, no space left in ${dirname(file)}.${kept}`, 'Free some space on that disk and try again.', { place: { file } }) : null
}
