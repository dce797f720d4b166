import { expect, it } from 'vitest'
import { historyExport, planExport, render, resultExport, FORMATS, type Export } from '../../domain/document'
import { historyRow, preparedView, resultView, verifiedWith } from '../../domain/testing/documents'
import { withoutSecrets } from './without-secrets'

const MADE = { project: 'shop', at: '2026-11-22T04:00:00.000Z', zone: 'utc' as const, version: '0.1.0' }
const SECRET = 'hunter2-hunter2'
const mask = (text: string): string => text.replaceAll(SECRET, '••••••••')
const EXPORTS: readonly (readonly [string, (text: string) => Export])[] = [
  ['plan', (text) => planExport(preparedView(text), MADE)], ['result', (text) => resultExport(resultView(text), MADE)],
  ['history', (text) => historyExport({ rows: [historyRow(text)], total: 1, filter: { text: '', environment: null }, verified: verifiedWith(text) }, MADE)]
]

it.each(EXPORTS)('nothing of a secret is in any form of a %s, wherever it stood', (_, make) => {
  const exported = withoutSecrets(make(`pays with ${SECRET}`), mask)
  expect(render(make(`pays with ${SECRET}`), 'json')).toContain(SECRET)
  for (const format of FORMATS) {
    const text = render(exported, format)
    expect(text).not.toContain(SECRET)
    expect(text).toContain('pays with')
  }
  expect(exported.data).toMatchObject({ masked: true })
})
it.each(EXPORTS)('a %s without one stays as it is, and says so', (_, make) => {
  const { data, ...rest } = make('fine')
  expect(withoutSecrets(make('fine'), mask)).toEqual(JSON.parse(JSON.stringify({ ...rest, data: { ...data, masked: false } })))
})
