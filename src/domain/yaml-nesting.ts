/**
 * Offset where YAML nests deeper than `limit` levels, or -1: by brackets, by indentation or by `- - -` on one line. Counted before
 * a parser sees the text, which would run out of stack. An estimate on the safe side: brackets in texts count too, where
 * they are not closed.
 */
export function yamlTooDeepAt(text: string, limit: number): number {
  const places = [bracketsDeeperAt(text, limit), blocksDeeperAt(text, limit)].filter((at) => at !== -1)
  return places.length === 0 ? -1 : Math.min(...places)
}

function bracketsDeeperAt(text: string, limit: number): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code === 0x5b || code === 0x7b) && ++depth > limit) return at
    if ((code === 0x5d || code === 0x7d) && depth > 0) depth--
  }
  return -1
}

function blocksDeeperAt(text: string, limit: number): number {
  const indents: number[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const lead = leadOf(line)
    if (line.trim() !== '') {
      while ((indents.at(-1) ?? -1) >= indentOf(line)) indents.pop()
      indents.push(indentOf(line))
      if (indents.length + compactLevels(line.slice(0, lead)) > limit) return start + lead
    }
    start += line.length + 1
  }
  return -1
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0
// What can open levels on one line: list items and explicit keys.
const leadOf = (line: string): number => /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)?.[0].length ?? 0
const compactLevels = (lead: string): number => lead.replace(/[ \t]/g, '').length
