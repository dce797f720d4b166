import { readFileSync } from 'node:fs'

/** One that has ended counts as gone, also while nobody has reaped it. */
export const isAlive = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
