import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** One that has ended counts as gone, also while nobody has reaped it. */
export const isAlive = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Programs of this name that run in a folder or below it (Linux; elsewhere none are found). */
export function programsIn(folder: string, name: string): readonly number[] {
  const all = existsSync('/proc') ? readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(Number) : []
  return all.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name && `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`) && isAlive(pid)
    } catch {
      return false
    }
  })
}
