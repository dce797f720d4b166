import { expect, it } from 'vitest'
import type { HistoryVerified, SignaturesView } from '../views'
import { notAllSigned } from './all-signed'

// Only what the words are made of.
const said = (records: number, signatures: Partial<SignaturesView>): string | null =>
  notAllSigned({ records, signatures: { signed: records, unsigned: 0, unchecked: 0, signers: [], ...signatures } } as HistoryVerified)

it('says what keeps a history from being signed by known people alone', () => {
  expect(said(2, { signers: [{ by: 'kim', key: 'SHA256:a', listed: true, records: 2 }] })).toBeNull()
  expect(said(2, { signed: 1 })).toBe('1 record is not signed.')
  expect(said(2, { unchecked: 2 })).toBe('2 signatures were not checked.')
  expect(said(2, { signers: [{ by: 'SHA256:b', key: 'SHA256:b', listed: false, records: 2 }] })).toBe('2 records are signed by a key that the project does not list.')
})
