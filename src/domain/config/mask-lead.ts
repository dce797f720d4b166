/** What a line leaves open for the next ones: the name of a secret whose value stands apart, an entry of a `.netrc` file. */
import { openEntry } from './mask-netrc'
import { isField, isValueField, nameAtEnd } from './mask-pairs'

const MOST_LINES = 10
const FIELD = /^\s*\\{0,7}["'`]?([\w-]{1,100})/

export interface Lead {
  /** What stands before the next line, so that both are masked as one. */
  readonly text: string
  /** Of a value that stands apart: its name. */
  readonly name: string | null
  readonly lines: number
}

/** What stands open behind a line, with what stood open before it. */
export function leadBehind(line: string, before: Lead | null): Lead | null {
  const name = nameAtEnd(line)
  if (name !== null) return { text: `name: ${name}`, name, lines: 0 }
  const entry = openEntry(before !== null && before.name === null ? `${before.text} ${line.trim()}` : line)
  if (entry !== null) return { text: entry, name: null, lines: 0 }
  const goesOn = before !== null && before.name !== null && before.lines < MOST_LINES && isField(line) && !/^\s*- /.test(line) && !opensValue(line, before)
  return goesOn ? { ...before, lines: before.lines + 1 } : null
}

/** Does the line begin with the field of the value that a name is waiting for? */
export const opensValue = (line: string, lead: Lead | null): boolean => lead?.name !== null && lead !== null && isValueField(FIELD.exec(line)?.[1] ?? '')
