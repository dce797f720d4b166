/** What of a project's own belongs to another user and is closed to this one: whose it is, and what helps. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { fail, type BackstepError } from '../../domain/problem'
import { codeOf } from './problems'

const { R_OK, W_OK } = constants
const UNTOLD = 'whether anything goes on in this project cannot be told'

/** Throws `closed-to-user`. What is absent, or this user's own, is no fault here. */
export function requireOpen(place: string, needed = R_OK | W_OK): void {
  const problem = closedProblem(place, needed)
  if (problem) throw problem
}

/** Null where it may be used so, and where that it may not is not another user's doing. `so` is what follows. */
export function closedProblem(place: string, needed = R_OK | W_OK, so = UNTOLD): BackstepError | null {
  const found = isOpen(place, needed) ? undefined : seen(place)
  if (!found || found.uid === process.geteuid?.()) return null
  const owner = userName(found.uid)
  return fail('closed-to-user', `${place} belongs to ${owner} and is closed to this user (mode ${modeOf(found)}), so ${so}. It was neither read nor written.`,
    `Use Backstep as ${owner}, or let ${owner === ROOT ? ROOT : `${owner} or ${ROOT}`} hand the project over: what Backstep keeps in a project is for one user.`, { place: { file: place } })
}

/** It is known that there is none: not so where its folder may not be entered. */
export function isAbsent(place: string): boolean {
  try {
    return statSync(place, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}

const ROOT = 'root'
const modeOf = ({ mode }: { readonly mode: number }): string => `0${(mode & 0o777).toString(8).padStart(3, '0')}`

/** On a file system that is read-only it is not closed to anybody. */
function isOpen(place: string, needed: number): boolean {
  try {
    accessSync(place, needed)
    return true
  } catch (error) {
    return codeOf(error) !== 'EACCES'
  }
}

/** Undefined also where the folder that it is in may not be entered. */
function seen(place: string): { readonly uid: number; readonly mode: number } | undefined {
  try {
    return statSync(place, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** As this machine's list of users has it; by number where it is kept elsewhere. */
function userName(uid: number): string {
  if (uid === 0) return ROOT
  const line = usersHere().find((one) => one.split(':')[2] === String(uid))
  return line?.split(':')[0] ?? `user ${uid}`
}

function usersHere(): readonly string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n')
  } catch {
    return []
  }
}
