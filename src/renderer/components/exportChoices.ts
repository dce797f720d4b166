import type { ExportFormat, ExportWhat } from '../../domain/views'
import type { ExportChoice } from './ExportMenu'

type Whys = Readonly<Record<Exclude<ExportFormat, 'markdown'>, string>>
const LABELS: readonly (readonly [format: keyof Whys, label: string])[] = [['pdf', 'PDF'], ['html', 'Web page (HTML)'], ['csv', 'Table (CSV)'], ['json', 'JSON']]

/** One choice for each format, each with what it is good for. */
export const exportChoices = (what: ExportWhat, whys: Whys): readonly ExportChoice[] => LABELS.map(([format, label]) => ({ label, why: whys[format], what, format }))
