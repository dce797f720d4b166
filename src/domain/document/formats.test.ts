import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { historyRow, preparedView, resultView, verifiedWith } from '../testing/documents'
import { historyExport, jsonText, planExport, render, resultExport, type Export } from '.'
import { base64 } from './base64'
import { toCsv } from './csv'

const MADE = { project: 'shop', at: '2026-11-22T04:00:00.000Z', zone: 'utc' as const, version: '0.1.0' }
const EXPORTS: readonly (readonly [string, (text?: string) => Export])[] = [
  ['plan', (text) => planExport(preparedView(text), MADE)], ['result', (text) => resultExport(resultView(text), MADE)],
  ['history', (text) => historyExport({ rows: [historyRow(text)], total: 3, filter: { text: text ?? '', environment: null }, verified: verifiedWith(text) }, MADE)]
]
const UGLY = '</title><script>alert(1)</script><img src=x onerror=y>\u202e"\'&\u001b[31m=cmd|\'/c calc\'!A0'

/** RFC 4180, read strictly. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  for (let at = 0, row: string[] = []; at < text.length;) {
    let field = ''
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (text[at] === '"' && text[at + 1] === '"') field += text[++at]
        else if (text[at] === '"') break
        else field += text[at]
      }
      at++
    } else while (at < text.length && !/[,\r]/.test(text[at] ?? '')) field += text[at++]
    row.push(field)
    if (text[at] === ',') at++
    else if (text.slice(at, at + 2) === '\r\n') {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`no field ends at ${at}`)
  }
  return rows
}

describe('CSV', () => {
  it('is read back as it was, whatever the texts are', () => {
    const harmless = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', ';', '→') }).filter((text) => !/^[\s']*[=+\-@]/.test(text))
    fc.assert(fc.property(fc.array(fc.tuple(harmless, fc.oneof(fc.integer(), fc.boolean(), fc.constant(null))), { minLength: 1 }), (rows) => {
      const text = toCsv({ columns: ['a', 'b'], rows })
      expect(parseCsv(text)).toEqual([['a', 'b'], ...rows.map(([a, b]) => [a, b === null ? '' : String(b)])])
    }))
  })
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\n=1', '＝1', "'=1", '\u202e=1', '=cmd|\'/c calc\'!A0'])('makes no formula of %j', (text) => {
    const [, [cell = ''] = []] = parseCsv(toCsv({ columns: ['a'], rows: [[text]] }))
    expect(cell).toMatch(/^(['‹])/)
  })
  it('keeps numbers as they are', () => expect(toCsv({ columns: ['a'], rows: [[-1]] })).toBe('a\r\n-1\r\n'))
  it.each(EXPORTS)('of a %s has a name for each column and one row for each thing', (_, make) => {
    for (const text of ['', UGLY]) {
      const [columns = [], ...rows] = parseCsv(render(make(text), 'csv'))
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect(row.length).toBe(columns.length)
      for (const column of columns) expect(column).toMatch(/^[a-z][A-Za-z]*$/)
    }
  })
})

describe('JSON', () => {
  it.each(EXPORTS)('of a %s names its format and its version', (kind, make) => {
    const data = JSON.parse(render(make(), 'json')) as object
    expect(data).toMatchObject({ format: `backstep/${kind}`, version: 1, project: 'shop', exportedAt: MADE.at })
    expect(render(make(UGLY), 'json')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(JSON.stringify(JSON.parse(render(make(UGLY), 'json')))).toContain(JSON.stringify(UGLY).slice(1, -1))
  })
  it('has whole records, so that their hashes can be made anew', () => {
    const row = historyRow()
    const { records } = JSON.parse(render(historyExport({ rows: [row], total: 1, filter: { text: '', environment: null }, verified: verifiedWith() }, MADE), 'json')) as { records: readonly { record: unknown }[] }
    expect(records[0]?.record).toEqual(row.record)
  })
  it('escapes what acts in a terminal, which changes no value', () => expect(JSON.parse(jsonText({ a: 'x\u202ey' }))).toEqual({ a: 'x\u202ey' }))
})

describe('HTML', () => {
  it.each(EXPORTS)('of a %s is whole, and allows no script and nothing from elsewhere', (_, make) => {
    const html = render(make(UGLY), 'html')
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? ''
    expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(html).toContain("default-src 'none'")
    const tags = html.match(/<[a-z][^>]*>/gi) ?? []
    for (const tag of tags) expect(tag).toMatch(/^<(html|head|meta|title|style|body|main|header|footer|section|h1|h2|p|span|bdi|ul|ol|li|dl|div|dt|dd|table|thead|tbody|tr|th|td|code|pre|strong|blockquote|br)( (lang|charset|http-equiv|content|name|class|role|aria-label|scope|value|dir)="[^"<]*")*>$/)
    expect(style).not.toMatch(/url\(|@import|https?:/)
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    expect(html.match(/<title>/g)).toHaveLength(1)
    expect(html).toContain('&lt;script&gt;')
  })
  it('of a history is made for paper, wide, with heads on every page', () => {
    const html = render(EXPORTS[2]?.[1]() as Export, 'html')
    expect(html).toContain('size:A4 landscape')
    expect(html).toContain('thead{display:table-header-group}')
    expect(html).toContain('2026-11-22 03:16:22 UTC')
  })
  it('says state in words as well', () => {
    const broken = historyExport({ rows: [historyRow('', { trusted: false })], total: 1, filter: { text: '', environment: null }, verified: verifiedWith('', { ok: false, faultCount: 1, faults: [{ kind: 'edited', at: 2, message: 'Record 2 was changed after it was written.' }] }) }, MADE)
    const html = render(broken, 'html')
    expect(html).toContain('<li class="failed"><span class="mark" role="img" aria-label="failed">✗</span><span><bdi>Record 2 was changed after it was written.</bdi></span></li>')
    expect(html).toContain('not trusted')
  })
  it('nests its elements, whatever the texts are', () => {
    const odd = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', 'a', '!', '-', '\u202e', '\n', ']'), minLength: 1, maxLength: 12 })
    const tags = (html: string): string => (html.match(/<\/?[a-z][^>]*>/g) ?? []).map((tag) => tag.replace(/ .*/, '')).filter((tag) => !tag.startsWith('<br')).join('')
    for (const [, make] of EXPORTS) {
      const usual = tags(render(make('x'), 'html'))
      fc.assert(fc.property(odd, (text) => { expect(tags(render(make(`x${text}`), 'html'))).toBe(usual) }), { numRuns: 60 })
    }
  })
})

it('is encoded as base64 is', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => { expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64')) }))
})

it.each([
  ['plan', 'shop-staging-plan-7c1e9a04'], ['result', 'shop-staging-result-20261122-031622-4f2a'], ['history', 'shop-history-2026-11-22']
])('names the file of a %s', (kind, name) => expect(EXPORTS.find(([one]) => one === kind)?.[1]().name).toBe(name))
it('names no file that leads elsewhere', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    for (const [, make] of EXPORTS) expect(make(`../${text}`).name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
  }), { numRuns: 50 })
})
