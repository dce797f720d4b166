/** Colour only where a person looks at it; every state has an icon and a word as well. */
export type Tone = 'plain' | 'bold' | 'dim' | 'ok' | 'warning' | 'failed' | 'accent'
export type Paint = (text: string, tone: Tone) => string

const CODES: Readonly<Record<Exclude<Tone, 'plain'>, readonly [number, number]>> = {
  bold: [1, 22], dim: [2, 22], ok: [32, 39], warning: [33, 39], failed: [31, 39], accent: [36, 39]
}

export const paintWith = (colour: boolean): Paint => (text, tone) => {
  if (!colour || tone === 'plain' || text === '') return text
  const [on, off] = CODES[tone]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

/** A piece of a line: its text is from outside or ours, its tone ours. */
export interface Piece { readonly text: string; readonly tone: Tone }
export const piece = (text: string, tone: Tone = 'plain'): Piece => ({ text, tone })
