import type { Decision } from './run'

/** The key of each choice, the same in window and terminal. */
export const DECISION_KEYS: Readonly<Record<Decision, string>> = { retry: 'r', skip: 'k', undo: 'u', stop: 's' }

/** What somebody typed: a key, or the beginning of a word of at least two letters. */
export function decisionTyped(text: string, options: readonly Decision[]): Decision | null {
  const word = text.trim().toLowerCase()
  const byKey = options.find((option) => DECISION_KEYS[option] === word)
  if (byKey !== undefined || word.length < 2) return byKey ?? null
  return options.find((option) => option.startsWith(word)) ?? null
}
