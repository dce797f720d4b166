import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HASH, historyRow, preparedView, resultView, verifiedWith } from '../testing/documents'
import { historyExport, planMarkdown, render, resultMarkdown } from '.'

describe('a plan for the incident channel', () => {
  const text = planMarkdown(preparedView(), 'utc')
  it('has every command, the whole hash and the zone', () => {
    expect(text).toContain('### Rollback of staging: v2.0.0 → v1.1.0')
    expect(text).toContain('   `SIGTERM web, wait 10 s`')
    expect(text).toContain('2. Restore main (db1, 18 s)')
    expect(text).toContain(`\`${HASH}\``)
    expect(text).toContain('2026-11-22 03:12:04 UTC')
    expect(text).toContain('2 steps, about 54 s, services down for about 32 s, snapshot of about 2.3 GB. Nothing has run yet.')
  })
  it('says what will be lost', () => expect(text).toContain('- **main is restored as it was on 2026-11-21 09:00:00 UTC. Everything written since then (at least 1,240 rows) will be lost.**'))
  it('shows markup of others as text', () => {
    expect(text).toContain('Stop \\`web\\` \\*now\\*')
    expect(text).toContain('\\<b\\>old\\</b\\> key \\@all')
    expect(text).toContain('`` restore `x` ``')
  })
  it('leaves out what is looked up elsewhere', () => {
    expect(text).not.toContain('fine')
    expect(text).not.toContain('What differs')
  })
})

describe('a result for the incident channel', () => {
  const text = resultMarkdown(resultView(), 'utc')
  it('says how it ended and what proves it', () => {
    expect(text).toContain('### Rollback of staging to v1.1.0: done, with warnings')
    expect(text).toContain('| v1.1.0 (seen, not proven) | `GET /version → "v1.1.0"`<br>`a ¦ b` |')
    expect(text).toContain('history record 215')
    expect(text).toContain('- **Overridden**: Schema. misses a column')
  })
  it('has no way back from a snapshot that was found damaged since', () => {
    const view = { ...resultView(), snapshot: { id: 'run-1', bytes: 1, files: 1, verifiedAt: '2026-11-22T03:16:22.000Z' } }
    expect(resultMarkdown(view, 'utc')).toContain('Way back: snapshot `run-1`')
    const lost = resultMarkdown({ ...view, snapshotLost: { state: 'damaged', why: 'Its snapshot fails verification: main is another.' } }, 'utc')
    expect(lost).toContain('No way back from snapshot `run-1`, verified')
    expect(lost).toContain('Its snapshot fails verification: main is another.')
  })
  it('quotes the reason line by line', () => expect(text).toContain('> Checkout \\| answers\n> 500'))
})

const hostile = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('\n', '\r', '\n\n# ', '```', '`', '|', '<b>', '@all', '](x)', '\\', '\u001b[2J', '\u202e', '\u2028')), { minLength: 1, maxLength: 8 }).map((parts) => `x${parts.join('')}`)
const history = (text: string): string => render(historyExport({ rows: [historyRow(text)], total: 1, filter: { text, environment: text }, verified: verifiedWith(text) }, { project: text, at: '2026-11-22T03:16:22.000Z', zone: 'utc', version: '1' }), 'markdown')
const KINDS: readonly (readonly [string, (text: string) => string])[] = [['plan', (text) => planMarkdown(preparedView(text), 'utc')], ['result', (text) => resultMarkdown(resultView(text), 'utc')], ['history', history]]

it.each(KINDS)('nothing that people or programs wrote breaks out of a %s', (_, make) => {
  const quotes = (text: string): number => text.split('\n').filter((line) => line.startsWith('> ')).length
  const plain = make('x')
  const lines = plain.split('\n').length - quotes(plain)
  fc.assert(fc.property(hostile, (bad) => {
    const shown = make(bad)
    // Only the reason has lines of its own, each of them quoted.
    expect(shown.split(/\r\n|[\n\r\u2028\u2029]/).length - quotes(shown)).toBe(lines)
    expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
    const outsideCode = shown.replace(/(?<![\\`])(`+)(?!`)[^\n]*?[^`](\1)(?!`)/g, '').replaceAll('<br>', '').replace(/^> /gm, '')
    expect(outsideCode).not.toMatch(/(?<!\\)(?:\\\\)*[<@[\]]/)
  }), { numRuns: 200 })
})
