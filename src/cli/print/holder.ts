import { purposeWords, type HolderView } from '../../domain/holder'
import { stripControl } from '../../domain/text'
import { at } from './amounts'

/** "kim on laptop since 22 Nov 03:16 (run …, stop)" */
export const holderText = ({ user, host, since, runId, work, phase }: HolderView): string =>
  `${stripControl(user)} on ${stripControl(host)} since ${at(since)} (${stripControl(purposeWords({ runId, work }))}${phase === null ? '' : `, ${phase}`})`
