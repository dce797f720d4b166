import { describe, expect, it } from 'vitest'
import type { HistoryVerified, SignedBy } from '../domain/views'
import { allSignedWords, signatureLook, signedWords } from './signatures'

const by = (name: string, records: number, listed = true): SignedBy => ({ by: name, key: 'SHA256:k', listed, records })
const words = (records: number, signers: readonly SignedBy[], unchecked = 0): string => {
  const signed = signers.reduce((sum, one) => sum + one.records, 0) + unchecked
  // Only what the words are made of.
  return signedWords({ records, signatures: { signed, unsigned: records - signed, unchecked, signers } } as unknown as HistoryVerified)
}

describe('who signed', () => {
  it('is said in words', () => {
    expect(words(0, [])).toBe('')
    expect(words(3, [])).toBe('none signed')
    expect(words(3, [by('kim', 3)])).toBe('all signed by kim')
    expect(words(9, [by('kim', 4), by('lee', 3)])).toBe('7 signed by 2 people, 2 not signed')
    expect(words(3, [by('SHA256:k', 3, false)])).toBe('3 signed, 3 by keys that are not listed')
    expect(words(3, [], 3)).toBe('3 signed, 3 not checked yet')
  })
  it('is said of the whole: known people alone, or what keeps it from that', () => {
    const said = (records: number, signers: readonly SignedBy[]): string => {
      const signed = signers.reduce((sum, one) => sum + one.records, 0)
      return allSignedWords({ records, signatures: { signed, unchecked: 0, signers } } as unknown as HistoryVerified)
    }
    expect(said(3, [by('kim', 3)])).toBe('Every record is signed by somebody that the project lists.')
    expect(said(3, [by('kim', 1)])).toBe('2 records are not signed.')
  })
  it('is green only when the project lists the key', () => {
    // Each state has fields of its own; here each has those of all.
    const kinds = (['listed', 'key', 'bad', 'unchecked'] as const).map((state) => signatureLook({ state, by: 'kim', key: 'k' } as never, null).kind)
    expect(kinds).toEqual(['verified', 'unknown', 'failed', 'not-yet'])
    expect(signatureLook({ state: 'none', reason: 'The agent is locked.' }, null)).toMatchObject({ word: 'Not signed', sentence: 'The agent is locked.' })
  })
})
