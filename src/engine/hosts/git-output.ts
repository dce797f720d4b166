/** What git prints, read. */
import type { Commit, Comparison, FileDiff } from '../../domain/views'

export type ChangedFiles = NonNullable<Comparison['files']>

const FILES_LISTED = 2000
const LINES_SHOWN = 20_000

/** Four fields a commit, each ended by NUL: hash, subject, author, seconds. */
export function parseCommits(text: string): readonly Commit[] {
  const fields = text.split('\0')
  const commits: Commit[] = []
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [hash = '', subject = '', author = '', seconds = ''] = fields.slice(at, at + 4)
    commits.push({ hash: hash.trim(), subject, author, at: new Date(Number(seconds) * 1000).toISOString() })
  }
  return commits
}

/** `added TAB removed TAB path NUL`; a binary file has `-` for both. All are counted, the first are listed. */
export function parseNumstat(text: string): ChangedFiles {
  const all = text.split('\0').flatMap((line) => {
    const [, plus = '', minus = '', path = ''] = /^(\d+|-)\t(\d+|-)\t([^]+)$/.exec(line) ?? []
    return path === '' ? [] : [{ path, added: Number(plus) || 0, removed: Number(minus) || 0, binary: plus === '-' }]
  })
  const sum = (key: 'added' | 'removed'): number => all.reduce((total, file) => total + file[key], 0)
  return { total: all.length, added: sum('added'), removed: sum('removed'), list: all.slice(0, FILES_LISTED) }
}

type Hunk = FileDiff['hunks'][number]
type Line = Hunk['lines'][number]

/** A unified diff of one file. */
export function parseUnified(path: string, text: string): FileDiff {
  const hunks: { header: string; lines: Line[] }[] = []
  let inside: Line[] | null = null
  let left = 0
  let right = 0
  let count = 0
  let binary = false
  for (const line of linesOf(text)) {
    const start = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)
    if (start) {
      left = Number(start[1])
      right = Number(start[2])
      inside = []
      hunks.push({ header: line, lines: inside })
    } else if (inside === null || line.startsWith('diff --git ')) {
      inside = null
      binary ||= line.startsWith('Binary files ')
    } else if (!line.startsWith('\\')) {
      if (count === LINES_SHOWN) return { path, hunks, truncated: true, binary }
      count++
      if (line.startsWith('-')) inside.push({ kind: 'away', text: line.slice(1), left: left++, right: null })
      else if (line.startsWith('+')) inside.push({ kind: 'back', text: line.slice(1), left: null, right: right++ })
      else inside.push({ kind: 'same', text: line.slice(1), left: left++, right: right++ })
    }
  }
  return { path, hunks, truncated: false, binary }
}

/** One at a time: a diff can be long, and only its beginning is shown. */
function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at)
    yield text.slice(at, end < 0 ? text.length : end)
    at = end < 0 ? text.length : end + 1
  }
}
