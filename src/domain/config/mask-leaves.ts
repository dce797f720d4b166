/** Lists and maps as JSON and YAML write them in a line: what is in them hidden, their form kept. */

const LONGEST = 64 * 1024
const LEAF = /("(?:[^"\\]|\\[^])*(?:"|$)|'[^']*(?:'|$))(\s*:)?|[^\s"'[\]{},:][^,[\]{}\n"']*/g

/** Behind the bracket that closes the one at `at`; `end`, or the end of what is looked at, when none does. `nameQuote`: around the name before it. */
export function endOfGroup(text: string, at: number, end: number, nameQuote = ''): number {
  const limit = Math.min(end, at + LONGEST)
  let depth = 0
  let quote = ''
  for (let place = at; place < limit; place++) {
    const letter = text[place] ?? ''
    if (quote !== '') {
      if (letter === '\\' && quote === '"') place++
      else if (letter === quote) quote = ''
    } else if (nameQuote.length < 2 && (letter === '"' || letter === "'")) quote = letter
    else if (letter === '[' || letter === '{') depth++
    else if ((letter === ']' || letter === '}') && --depth === 0) return place + 1
  }
  return limit
}

/** Every text and number in it hidden, but for the names of a map; inside of a text in quotes these too. */
export function maskLeaves(text: string, nameQuote: string | undefined, instead: string, isInText = false): string {
  const hidden = `${nameQuote ?? ''}${instead}${nameQuote ?? ''}`
  if (nameQuote !== undefined && nameQuote.length > 1) return text.startsWith('[') ? `[${hidden}]` : `{${hidden}:${hidden}}`
  if (isInText) return text.startsWith('[') ? `[${instead}]` : `{${instead}}`
  return text.replace(LEAF, (all: string, quoted: string | undefined, colon: string | undefined) => {
    if (colon !== undefined || /^(?:true|false|null)\s*$/.test(all)) return all
    return quoted === undefined ? hidden : `${quoted.charAt(0)}${instead}${quoted.charAt(0)}`
  })
}
