/** Restores a copy where nothing is live, and compares what came out of it with the copy. */
import { fail } from '../../domain/problem'
import type { Files } from '../files/files'
import { copyDatabase, inspectCopy } from './copy'
import { shapeDifference, type Shape } from './shape'
import { rowsAtStake } from './stake'
import { verifyWritable } from './writable'

export async function rehearseRestore(files: Files, copy: string, scratch: string, abort?: AbortSignal): Promise<Shape> {
  const wanted = await inspectCopy(copy)
  await copyDatabase(files, copy, 'frozen', scratch, { mode: 0o600, ...(abort ? { abort } : {}) })
  const difference = shapeDifference(wanted, await inspectCopy(scratch)) ?? (await rowDifference(scratch, copy, abort))
  if (difference !== null) throw fail('copy-damaged', `What was restored from ${copy} is not what is in it: ${difference}.`, 'Use another copy.', { place: { file: copy } })
  await verifyWritable(scratch)
  return wanted
}

async function rowDifference(scratch: string, copy: string, abort?: AbortSignal): Promise<string | null> {
  const { perTable } = await rowsAtStake(scratch, copy, Number.POSITIVE_INFINITY, abort)
  if (abort?.aborted) throw fail('cancelled', 'Cancelled while a copy was restored to try. Nothing was changed.')
  const [first] = perTable
  return first ? `rows of table ${first.table} differ` : null
}
