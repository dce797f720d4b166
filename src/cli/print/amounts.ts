/** Times of the terminal: local, without the year where it goes without saying. */
import { dayTime, durationInSentence, zoneName } from '../../domain/text'

export const at = (instant: string): string => dayTime(instant, 'local', new Date().toISOString())
export const zoneNote = (): string => `Times in ${zoneName('local', new Date().toISOString())}`

/** Short steps in milliseconds: `23 ms`, `0.4 s`. */
export const took = (ms: number): string => (ms < 100 ? `${Math.round(ms)} ms` : durationInSentence(ms))
