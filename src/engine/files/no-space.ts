import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** What SQLite needs to open a store beside others: its index of 32 KB, and a page or two. */
const NEEDED = 64 * 1024

/** Has the disk below a file no room for another write? False also where it cannot be told. */
export function noSpaceFor(file: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(dirname(file))
    return bavail * bsize < NEEDED || (files > 0 && ffree === 0)
  } catch {
    return false
  }
}

/** SQLite calls some of what a full disk leads to (its shared index, a file that cannot be made) an error of the disk, or a file that cannot be opened. */
export const isFullDisk = (resultCode: number, file: string): boolean => (resultCode === 10 || resultCode === 14) && noSpaceFor(file)

/** What could not be done, for people. */
export const noSpaceWords = (file: string): string => `could not be written: the disk is full, no space left in ${dirname(file)}`
