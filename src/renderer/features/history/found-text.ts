import type { HistoryVerified } from '../../../domain/views'
import { fullTime, zoneName, type Zone } from '../../../domain/text'
import { visibleText } from '../../components/visible'
import { formatCount } from '../../format'

/** What is not as it was written, and from where on nothing is trusted. */
export const brokenWords = ({ brokenAt }: HistoryVerified): string =>
  brokenAt === null ? 'The history is not as it was written.' : `The history is not as it was written: nothing from record ${brokenAt} on can be trusted.`

/** What was found in a history that is not as it was written, to be kept or handed on: with the zone of its time. */
export const foundText = ({ faults, faultCount, records, at }: HistoryVerified, zone: Zone): string =>
  [`The history is not as it was written: ${formatCount(faultCount, 'place')} among ${formatCount(records, 'record')}, checked ${fullTime(at, zone)} ${zoneName(zone, at)}.`, ...faults.map(({ message }) => `- ${visibleText(message)}`), ''].join('\n')
