/** Reading a pipe or a device would not end, or never begin. */
import { statSync, type Stats } from 'node:fs'
import { fail } from '../../domain/problem'

/** What a shell hands over on purpose: `keys import <(pass show backstep)`. */
const HANDED_OVER = /^\/(dev\/(fd\/\d+|stdin)|proc\/self\/fd\/\d+)$/

/** Throws `not-a-file`; what is absent is no fault, and what cannot be seen says so when it is read. */
export function requireOrdinary(place: string): void {
  const found = seen(place)
  if (found && !found.isFile() && !found.isDirectory() && !HANDED_OVER.test(place)) throw fail('not-a-file', `${place} is a pipe, a socket or a device. It was neither read nor written.`, 'Put an ordinary file in its place.', { place: { file: place } })
}

function seen(place: string): Stats | undefined {
  try {
    return statSync(place, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
