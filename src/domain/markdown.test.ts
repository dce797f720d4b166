import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planMarkdown, resultMarkdown } from './markdown'
import type { PreparedView, ResultView } from './views'

const hash = '7c1e9a04'.repeat(8)
const plan = { hash, notes: ['worker was not captured.'], steps: [{ id: 'a', phase: 'stop', title: 'Stop `web` *now*', host: 'local' }, { id: 'b', phase: 'database', title: 'Restore main', host: 'db1' }] }
const prepared = {
  request: { environment: 'staging', undo: null }, preparedAt: '2026-11-22T03:12:04.000Z', from: { version: 'v2.0.0' }, to: { version: 'v1.1.0' }, plan, snapshotBytes: 2_300_000_000,
  checks: [{ passed: false, blocking: 'never', message: '<b>old</b> key @all' }, { passed: true, blocking: 'never', message: 'fine' }],
  databases: [{ name: 'main', choice: 'restore', copy: { takenAt: '2026-11-21T09:00:00.000Z' }, atStake: { rows: 1240, atLeast: true } }],
  commands: { a: ["SIGTERM web, wait 10 s"], b: ['restore `x`'] }, expected: { b: 18_000 }, band: { measured: true, total: 54_000, downtime: 32_000, parts: [] }
} as unknown as PreparedView

describe('a plan for the incident channel', () => {
  const text = planMarkdown(prepared, 'utc')
  it('has every command, the whole hash and the zone', () => {
    expect(text).toContain('   `SIGTERM web, wait 10 s`')
    expect(text).toContain(`\`${hash}\``)
    expect(text).toContain('2026-11-22 03:12:04 UTC')
    expect(text).toContain('2 steps, about 54 s, services down for about 32 s, snapshot of about 2.3 GB.')
  })
  it('says what will be lost', () => expect(text).toContain('Everything written since then (at least 1,240 rows) will be lost.'))
  it('shows markup of others as text', () => {
    expect(text).toContain('Stop \\`web\\` \\*now\\*')
    expect(text).toContain('\\<b\\>old\\</b\\> key \\@all')
    expect(text).toContain('`` restore `x` ``')
  })
  it('leaves passed checks out', () => expect(text).not.toContain('fine'))
})

describe('a result for the incident channel', () => {
  const view = {
    header: { runId: '20261122-031622', startedAt: '2026-11-22T03:16:22.000Z', reason: 'Checkout | answers\n500', actor: { user: 'oncall', host: 'laptop' }, plan: { environment: 'staging', kind: 'full', to: { version: 'v1.1.0' }, hash } },
    result: { outcome: 'done-with-warnings', downtime: 34_000, result: { warnings: ['Try a payment.'], summary: { duration: 54_000 } }, asked: [{ subject: 'web', asked: 'v1.1.0', observed: 'v1.1.0', ok: true, proven: 'seen', proof: ['GET /version → "v1.1.0"', 'a | b'] }] },
    steps: { done: 20, total: 20 }, snapshot: null, record: { number: 215, hash }
  } as unknown as ResultView
  const text = resultMarkdown(view, 'utc')
  it('says how it ended and what proves it', () => {
    expect(text).toContain('### Rollback of staging to v1.1.0: done, with warnings')
    expect(text).toContain('| web | v1.1.0 | v1.1.0 (seen, not proven) | GET /version → "v1.1.0"<br>a \\| b |')
    expect(text).toContain('history record 215')
  })
  it('quotes the reason line by line', () => expect(text).toContain('> Checkout \\| answers\n> 500'))
  it('cannot be broken out of by what people or programs wrote', () => {
    const hostile = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('\n', '\r', '\n\n# ', '```', '`', '|', '<b>', '@all', '](x)', '\\', '\u001b[2J', '\u202e', '\u2028')), { maxLength: 8 }).map((parts) => parts.join(''))
    const lines = text.split('\n').length
    fc.assert(fc.property(hostile, (bad) => {
      const { header, result, record } = view
      const shown = resultMarkdown({
        ...view, record: record === null ? null : { ...record, hash: bad },
        header: { ...header, actor: { user: bad, host: bad }, plan: { ...header.plan, environment: bad, to: { ...header.plan.to, version: bad }, hash: bad } },
        result: { ...result, result: { ...result.result, warnings: [bad] }, asked: result.asked.map((row) => ({ ...row, subject: bad, observed: bad, asked: bad, proof: [bad, bad] })) }
      }, 'utc')
      expect(shown.split(/\r\n|[\n\r\u2028\u2029]/)).toHaveLength(lines)
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
      const outsideCode = shown.replace(/(?<![\\`])(`+)(?!`)[^\n]*?[^`](\1)(?!`)/g, '').replaceAll('<br>', '')
      expect(outsideCode).not.toMatch(/(?<!\\)(?:\\\\)*[<@[\]]/)
    }), { numRuns: 500 })
  })
})
