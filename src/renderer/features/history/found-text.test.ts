import { expect, it } from 'vitest'
import type { HistoryVerified } from '../../../domain/views'
import { fullTime, zoneName, type Zone } from '../../../domain/text'
import { foundText } from './found-text'

const AT = '2026-11-22T22:30:00.000Z'
// The parts of it that are told.
const found = { ok: false, at: AT, records: 3, faultCount: 1, faults: [{ message: 'Record 2 was changed after it was written.' }] } as unknown as HistoryVerified

it('says when it was checked in the chosen zone, and which that is', () => {
  const text = (zone: Zone): string => foundText(found, zone)
  expect(text('utc')).toBe('The history is not as it was written: 1 place among 3 records, checked 2026-11-22 22:30:00 UTC.\n- Record 2 was changed after it was written.\n')
  expect(text('local')).toContain(`checked ${fullTime(AT, 'local')} ${zoneName('local', AT)}.`)
})
