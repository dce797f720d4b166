import type { Problem } from '../../domain/problem'
import type { RecordSignature, SignaturesView, SignedBy } from '../../domain/views'
import type { SignedRecord } from './signatures'

/** The records that are signed, and why some are not although a key was chosen. */
export interface Signed { readonly list: ReadonlyMap<number, SignedRecord>; readonly unsigned: ReadonlyMap<number, string> }

export function signaturesView({ list }: Signed, records: number, checked: { readonly byNumber: ReadonlyMap<number, RecordSignature>; readonly problem: Problem | null }, allowed: { readonly file: string | null; readonly problem: Problem | null }): SignaturesView {
  const states = [...list.keys()].map((number) => checked.byNumber.get(number))
  return {
    signed: list.size, unsigned: records - list.size, unchecked: states.filter((one) => one === undefined || one.state === 'unchecked').length,
    signers: signersOf(states), allowedSigners: allowed.file, problem: allowed.problem ?? checked.problem
  }
}

/** Those who signed most come first. */
function signersOf(states: readonly (RecordSignature | undefined)[]): readonly SignedBy[] {
  const found = new Map<string, SignedBy>()
  for (const one of states) {
    if (one?.state !== 'listed' && one?.state !== 'key') continue
    const listed = one.state === 'listed'
    const by = listed ? one.by : one.key
    const name = JSON.stringify([by, one.key])
    found.set(name, { by, key: one.key, listed, records: (found.get(name)?.records ?? 0) + 1 })
  }
  return [...found.values()].sort((a, b) => b.records - a.records)
}
