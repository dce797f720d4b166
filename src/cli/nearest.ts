import { nearest as nearWord } from '../domain/project'

/** The word that somebody probably meant: the only one that begins so, or one that is spelled nearly so; null when there is none. */
export function nearest(word: string, words: readonly string[]): string | null {
  const begun = word === '' ? [] : words.filter((one) => one.toLowerCase().startsWith(word.toLowerCase()))
  return begun.length === 1 ? (begun[0] ?? null) : nearWord(word, words)
}
