/** A head of a history that was exported earlier, as a person chose its file. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { HEAD_LIMIT, noHead, tooLargeForHead } from '../domain/history/heads'
import { problemOf } from '../domain/problem'
import type { Outputs } from '../ipc/contract'

/** Its text, and the name of the file. Throws `head-unreadable`; no more of a file is read than a head can have. */
export async function readHead(file: string): Promise<NonNullable<Outputs['app:choose-head']>> {
  const name = path.basename(file)
  const bytes = await beginning(file).catch((error: unknown) => { throw noHead(`${name} cannot be read: ${problemOf(error).message}`) })
  if (bytes === null) throw noHead(`${name} is no file.`)
  if (bytes.length > HEAD_LIMIT) throw tooLargeForHead(name)
  return { name, text: bytes.toString('utf8') }
}

/** Null for what is there and is no file: a pipe would never end. */
async function beginning(file: string): Promise<Buffer | null> {
  if (!(await stat(file)).isFile()) return null
  // Loaded when a file was chosen: nothing of it is needed to show the window.
  const { createFiles } = await import('../engine/files/local-files')
  return createFiles().readPart(file, 0, HEAD_LIMIT + 1)
}
