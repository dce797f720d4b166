/** Commands that somebody may choose from. */
import type { Way } from '../domain/situation'
import { listOf } from '../domain/text'

export const wayCommands = (runId: string, ways: readonly Way[]): string => listOf(ways.map((way) => `\`backstep ${way} ${runId}\``), 'or')
