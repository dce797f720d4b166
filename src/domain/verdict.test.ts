import { describe, expect, it } from 'vitest'
import type { AskedObserved, Outcome } from './run'
import type { ResultView } from './views'
import { answerWords, checkWords, hashDigits, nothingLeftWords, tookWords, verdictOf } from './verdict'

const asked = (subject: string, more: Partial<AskedObserved> = {}): AskedObserved =>
  ({ subject, kind: 'service', what: '', asked: 'v1', askedDetail: '', observed: 'v1', observedDetail: '', ok: true, proven: 'proven', proof: [], ...more })
// Only what the answer is made of.
const view = (outcome: Outcome, rows: readonly AskedObserved[]): ResultView =>
  ({
    header: { plan: { environment: 'staging', kind: 'full', to: { version: 'v1' }, steps: [] }, expected: {}, checks: [{ id: 'a', passed: true }, { id: 'b', passed: false }, { id: 'c', passed: false }], forced: ['c'] },
    result: { outcome, asked: rows, downtime: 34_000, result: { summary: { duration: 54_000 } } }
  }) as unknown as ResultView

describe('the answer', () => {
  it('is green only when every service is proven', () => {
    expect(verdictOf(view('done', [asked('web')]))).toEqual({ tone: 'ok', sentence: 'staging serves v1' })
    expect(verdictOf(view('done', [asked('web'), asked('worker', { proven: 'seen' })])).tone).toBe('warning')
    expect(verdictOf(view('done', [])).tone).toBe('warning')
  })
  it('is never green with warnings', () => {
    expect(verdictOf(view('done-with-warnings', [asked('web', { ok: false })]))).toEqual({ tone: 'warning', sentence: 'staging serves v1, with warnings' })
  })
  it('does not say that a failed run serves', () => {
    for (const outcome of ['failed', 'stopped', 'abandoned'] as const) {
      const { tone, sentence } = verdictOf(view(outcome, [asked('web')]))
      expect(tone).toBe('failed')
      expect(sentence).not.toContain('serves')
    }
  })
  it('names who answers and who does not', () => {
    expect(answerWords(view('done', [asked('web'), asked('api')]))).toBe('all 2 services answer as v1')
    expect(answerWords(view('failed', [asked('web'), asked('api', { ok: false, proven: 'not-proven' })]))).toBe('1 of 2 services answer as v1; api does not, or cannot be asked')
  })
  it('does not count who is down as planned among those who answer', () =>
    expect(answerWords(view('done', [asked('web'), asked('api'), asked('worker', { asked: 'stopped', observed: 'stopped' })]))).toBe('all 2 services answer as v1'))
  it('does not say that one version serves where an undo brought back several', () => {
    const mixed = view('done', [asked('web'), asked('api', { asked: 'v0', observed: 'v0' })])
    expect([verdictOf(mixed), answerWords(mixed)]).toEqual([{ tone: 'ok', sentence: 'staging serves what it did before that run' }, 'all 2 services answer as before'])
  })
  it('says nothing of the services that a rollback of some did not move', () => {
    const { header, result } = view('done', [asked('web')])
    const some = { result, header: { ...header, plan: { ...header.plan, kind: 'partial' as const, request: { ...header.plan.request, services: ['web', 'api'] } } } }
    expect([verdictOf(some).sentence, verdictOf({ ...some, result: { ...result, outcome: 'failed' } }).sentence]).toEqual(['staging (web and api) serves v1', 'The rollback of staging (web and api) to v1 failed'])
  })
  it('says how long it took', () => expect(tookWords(view('done', []))).toBe('Took 54 s, services were down for 34 s.'))
  it('says that nothing is left to look at, and what warned before the run', () => {
    const checked = (rows: readonly AskedObserved[], ...checks: readonly { readonly title: string; readonly passed: boolean; readonly message: string }[]): string => {
      const { header, result } = view('done', rows)
      // Only what the sentence reads of a check.
      return nothingLeftWords({ header: { ...header, checks: checks as unknown as typeof header.checks }, result })
    }
    const down = { title: 'Down or failing now', passed: false, message: 'web: its process ended without being stopped' }
    expect(checked([asked('web')], { ...down, passed: true })).toBe('Nothing. No check warned, and everything that was asked answered.')
    expect(checked([asked('web')], down)).toBe('Nothing that is left: everything that was asked answered. Before the run a check warned. Down or failing now: web: its process ended without being stopped.')
    expect(checked([], down, { title: 'Drift', passed: false, message: 'api was restarted.' })).toMatch(/^Nothing that is left: nothing had to be asked\. Before the run 2 checks warned\. Down.* stopped\. Drift: api was restarted\.$/)
  })
  it('counts checks', () => expect(checkWords(view('done', []))).toBe('1 passed, 1 warning, 1 overridden'))
  it('groups digits', () => expect(hashDigits('e41b07d95f20aaaa')).toBe('e41b 07d9 5f20'))
})
