/** Names of files that are about to replace others: they say who writes them, so that what a killed writer left can be told from what is in use. */
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { ProcessId } from '../hosts/host'
import { ownerIn, ownerText } from '../owned'

const END = '.backstep-tmp'
const NAME = /^\..*\+(\d+)\+([^+]+)\+([^+]+)\+[0-9a-f]+\.backstep-tmp$/s
/** A name may have 255 bytes, and a character of it three. */
const LONGEST = 40

/** Beside the file: `.staging.json+4711+815+<boot>+<random>.backstep-tmp`. */
export const temporaryName = (path: string, writer: ProcessId | null): string =>
  join(dirname(path), [`.${basename(path).slice(0, LONGEST)}`, ...(writer ? [ownerText(writer)] : []), `${randomBytes(6).toString('hex')}${END}`].join('+'))

export const isTemporary = (path: string): boolean => path.endsWith(END)

/** Null when the name does not say who writes it. */
export function writerOf(name: string): ProcessId | null {
  const [, pid, startTime, bootId] = NAME.exec(name) ?? []
  return pid === undefined || startTime === undefined || bootId === undefined ? null : ownerIn(pid, startTime, bootId)
}
