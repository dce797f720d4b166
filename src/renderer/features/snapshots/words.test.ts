import { describe, expect, it } from 'vitest'
import type { SnapshotRow } from '../../../domain/views'
import { encryptionWords, verifiedSentence } from './words'

const note = (ok: boolean) => ({ ok, at: '2026-11-22T00:00:00Z', problem: ok ? null : 'main.dump differs' })
const row = (intact: boolean, restorable: boolean | null): SnapshotRow => ({
  id: 'a', store: 'rollback-snapshots', environment: 'staging', takenAt: '2026-11-20T00:00:00Z', holds: 'v1', takenBefore: '', bytes: 1, verified: note(intact),
  restorable: restorable === null ? null : { ...note(restorable), parts: [], took: 1 }, encryption: null, keep: { goes: false, why: '', stays: 'unlimited', until: null, pinned: false }, kind: 'snapshot', runId: 'a'
})

describe('what is said after verifying', () => {
  it('is well only when every level that was asked for is', () => {
    expect(verifiedSentence([row(true, null)], 'intact', 1)).toEqual({ text: 'The snapshot is intact.', ok: true })
    expect(verifiedSentence([row(true, true), row(true, true)], 'restorable', 2)).toEqual({ text: 'All 2 snapshots are intact, and could be restored to try.', ok: true })
    expect(verifiedSentence([row(true, null)], 'restorable', 1).ok).toBe(false)
    expect(verifiedSentence([row(false, true), row(true, false), row(true, true)], 'restorable', 3)).toEqual({ text: 'Of 3 snapshots: 1 not intact, 1 not restorable.', ok: false })
  })
  it('tells what could not be tried for want of a key from what is lost', () => {
    const untried = [{ id: 'a', why: 'Its key is not here.' }]
    expect(verifiedSentence([row(true, null)], 'restorable', 1, untried)).toEqual({ text: 'It was not restored to try: Its key is not here.', ok: false })
    expect(verifiedSentence([row(true, null), { ...row(true, true), id: 'b' }], 'restorable', 2, untried)).toEqual({ text: 'Of 2 snapshots: 1 not tried, as no key is here.', ok: false })
  })
  it('says how many were not looked at', () => expect(verifiedSentence([row(true, null)], 'intact', 3).text).toBe('The snapshot is intact. 2 snapshots were not looked at.'))
})

it('says for whom it is encrypted and whether that key is here', () => {
  expect([null, { keys: 1, here: true }, { keys: 1, here: false }, { keys: 2, here: false }].map(encryptionWords)).toEqual([
    'No: whoever can read the folder can read it', 'For 1 key; one is on this machine', 'For 1 key; it is not on this machine', 'For 2 keys; none is on this machine'
  ])
})
