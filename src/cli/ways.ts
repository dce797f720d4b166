/** Commands that somebody may choose from. */
import type { Way } from '../domain/situation'

export const wayCommands = (runId: string, ways: readonly Way[]): string => anyOf(ways.map((way) => `\`backstep ${way} ${runId}\``))

/** `a, b or c` */
export const anyOf = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`)
