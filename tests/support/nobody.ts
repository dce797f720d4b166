/** Another user than the one who runs the tests, who has to be root for that. */
import { chownSync, readdirSync } from 'node:fs'
import path from 'node:path'

export const isRoot = process.geteuid?.() === 0
export const NOBODY = 65_534

/** Gives everything below to nobody, links not followed. */
export function own(folder: string): void {
  chownSync(folder, NOBODY, NOBODY)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) own(path.join(folder, entry.name))
    else if (!entry.isSymbolicLink()) chownSync(path.join(folder, entry.name), NOBODY, NOBODY)
  }
}
