/** Times of the terminal: local, without the year where it goes without saying. */
import { dayTime, zoneName } from '../../domain/text'

export const at = (instant: string): string => dayTime(instant, 'local', new Date().toISOString())
/** Stands once on every page that prints a time. */
export const zoneNote = (): string => `Times in ${zoneName('local', new Date().toISOString())}`
