import { exportChoices } from '../../components/exportChoices'
import type { ExportChoice } from '../../components/ExportMenu'
import type { HistoryFilter } from './useHistory'

const WHYS = { pdf: 'up to 5,000 records, to hand on or to print', html: 'one file, for any browser', csv: 'a row for each record', json: 'whole records, whose hashes can be made anew' }

/** What the filter leaves, in each format; and the head, with which the whole can be compared later. */
export const exportsOf = ({ text, environment }: HistoryFilter): readonly ExportChoice[] => [
  ...exportChoices({ kind: 'history', text, environment }, WHYS),
  { label: 'Head of the history (JSON)', why: 'keep it elsewhere: it shows later what was rewritten or cut', what: { kind: 'head' }, format: 'json' }
]
