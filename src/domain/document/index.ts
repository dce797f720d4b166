/** Exports: one document for each thing, and a renderer for each format. */
import type { ExportFormat } from '../views'
import { toCsv } from './csv'
import { toHtml } from './html'
import { jsonText } from './json'
import { toMarkdown } from './markdown'
import type { Export } from './model'

export const FORMATS: readonly ExportFormat[] = ['csv', 'json', 'html', 'pdf', 'markdown']

export const ENDINGS: Readonly<Record<ExportFormat, string>> = { csv: 'csv', json: 'json', html: 'html', pdf: 'pdf', markdown: 'md' }

/** For `pdf` it is the HTML that is printed. */
export function render(exported: Export, format: ExportFormat): string {
  switch (format) {
    case 'csv': return toCsv(exported.table)
    case 'json': return jsonText(exported.data)
    case 'markdown': return toMarkdown(exported.document)
    case 'html': case 'pdf': return toHtml(exported.document)
  }
}

export { headExport } from './head'
export { historyExport, type HistoryExported } from './history'
export { jsonText } from './json'
export { planMarkdown, resultMarkdown } from './markdown'
export { phaseTitle, planExport } from './plan'
export { resultExport } from './result'
export type { Export } from './model'
export type { Made } from './words'
