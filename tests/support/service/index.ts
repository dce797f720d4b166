/** The program of every service in tests: perl where there is one, as it starts in a tenth of node's time. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const hasPerl = (process.env.PATH ?? '').split(delimiter).some((folder) => runs(join(folder, 'perl')))
function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** `file` stands in tests/support/service, `command` starts it where it was copied to. */
export const SERVICE: { readonly file: string; readonly command: readonly [string, string] } = hasPerl ? { file: 'service.pl', command: ['perl', 'service.pl'] } : { file: 'service.mjs', command: ['node', 'service.mjs'] }
