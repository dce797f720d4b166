import { describe, expect, it } from 'vitest'
import type { HistoryVerified } from '../../domain/views'
import { verifiedLine, verifiedLines } from './verified'

const plain = (text: string): string => text
const verified = (records: number, notHere: number): HistoryVerified => ({
  ok: true, at: '2026-11-22T03:16:22Z', records, brokenAt: null, faults: [], faultCount: 0, problem: null, registry: { matched: records, notHere },
  signatures: { signed: 0, unsigned: records, unchecked: 0, signers: [], allowedSigners: null, problem: null }
})
const firstLines = (of: HistoryVerified): readonly (string | undefined)[] => [verifiedLines(of, 100, plain)[0], verifiedLine(of, plain)]

describe('a history in which nothing is wrong', () => {
  it('is verified, also while nobody has rolled anything back', () => {
    expect(firstLines(verified(3, 1))).toEqual(Array.from({ length: 2 }, () => '✓ Chain verified: 3 records, none changed, none missing'))
    expect(firstLines(verified(0, 0))).toEqual(Array.from({ length: 2 }, () => '✓ Chain verified: 0 records, none changed, none missing'))
  })

  it('is vouched for by nobody where the registry names records and none is here', () => {
    expect(firstLines(verified(0, 3))).toEqual(Array.from({ length: 2 }, () => '! No record is here, though the registry names some: what they said cannot be verified'))
  })
})
