/** What the file system answers, as problems that name the path and the next thing to do. */
import { dirname } from 'node:path'
import { BackstepError, fail } from '../../domain/problem'

export const codeOf = (error: unknown): string =>
  error !== null && typeof error === 'object' && 'code' in error && typeof error.code === 'string' ? error.code : ''

interface Words { readonly code: string; readonly message: (path: string, verb: string) => string; readonly next: string }

const FULL: Words = {
  code: 'disk-full',
  message: (path, verb) => `The disk is full, no space left in ${dirname(path)}: ${path} could not be ${verb}. What was there before is unchanged.`,
  next: 'Free some space on that disk and try again.'
}
const DENIED: Words = {
  code: 'not-writable',
  message: (path, verb) => `${path} could not be ${verb}: permission denied.`,
  next: 'Check who owns it and its permissions.'
}
const LIMIT: Words = {
  code: 'too-many-files',
  message: (path) => `${path} could not be opened: too many files are open.`,
  next: 'Close other programs or raise the limit of open files.'
}
const WORDS: Readonly<Record<string, Words>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: { ...DENIED, message: (path, verb) => `${path} could not be ${verb}: its file system is read-only.`, next: 'Mount it writable or work on a copy.' },
  EIO: { code: 'io-error', message: (path, verb) => `${path} could not be ${verb}: the disk reported an error.`, next: 'Check the disk before going on.' },
  ELOOP: { code: 'link-loop', message: (path) => `${path} is a symbolic link that leads back to itself.`, next: 'Remove or correct the link.' },
  ENOTDIR: { code: 'not-a-folder', message: (path) => `A part of ${path} is a file where a folder is needed.`, next: 'Move that file away or choose another path.' },
  EISDIR: { code: 'is-a-folder', message: (path) => `${path} is a folder where a file is needed.`, next: 'Move that folder away or choose another path.' },
  ENOENT: { code: 'missing', message: (path, verb) => `${path} could not be ${verb}: it or its folder does not exist.`, next: 'Check the path.' },
  EMFILE: LIMIT,
  ENFILE: LIMIT,
  ENAMETOOLONG: { code: 'name-too-long', message: (path) => `The name is too long for this file system: ${path.slice(0, 120)}…`, next: 'Use a shorter name.' }
}

/** `verb` is a participle: read, written, removed. */
export function fileProblem(error: unknown, path: string, verb: string): BackstepError {
  if (error instanceof BackstepError) return error
  const words = WORDS[codeOf(error)]
  if (!words) return fail('file-error', `${path} could not be ${verb}: ${error instanceof Error ? error.message : String(error)}`, '', { place: { file: path } })
  const code = verb === 'read' && words === DENIED ? 'not-readable' : words.code
  return fail(code, words.message(path, verb), words.next, { place: { file: path } })
}

/** Runs it, and turns what the system answers into a problem about the path. */
export async function about<T>(path: string, verb: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw fileProblem(error, path, verb)
  }
}

/** The answer, or null when the file (or a folder on its way) is not there. */
export async function orMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
