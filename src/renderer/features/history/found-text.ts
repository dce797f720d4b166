import type { HistoryVerified } from '../../../domain/views'
import { fullTime, zoneName, type Zone } from '../../../domain/text'
import { visibleText } from '../../components/visible'
import { formatCount } from '../../format'

/** What was found in a history that is not as it was written, to be kept or handed on: with the zone of its time. */
export const foundText = ({ faults, faultCount, records, at }: HistoryVerified, zone: Zone): string =>
  [`The history is not as it was written: ${formatCount(faultCount, 'place')} among ${formatCount(records, 'record')}, checked ${fullTime(at, zone)} ${zoneName(zone, at)}.`, ...faults.map(({ message }) => `- ${visibleText(message)}`), ''].join('\n')
