import { memo } from 'react'
import { Command } from './Command'
import type { LogLine } from './Log'
import { Time } from './Time'
import { Visible } from './UserText'
import { visibleText, withoutAnsi } from './visible'

interface LogRowProps {
  readonly line: LogLine | undefined
  readonly search: string | undefined
  readonly current: boolean
  readonly cursor: boolean
}

/** One line of output: when, where, what. Drawn again only when it is another. */
export const LogRow = memo(function LogRow({ line, search, current, cursor }: LogRowProps) {
  if (line === undefined) return <div className="log-line">&nbsp;</div>
  const names = ['log-line', `log-line--${line.kind}`]
  if (current) names.push('log-line--current')
  return (
    <div className={names.join(' ')}>
      <Time at={line.at} style="clock-tenth" />
      <span className="log-source" title={visibleText(line.source)}><bdi><Visible text={line.source} /></bdi></span>
      <span className={cursor ? 'log-text log-cursor' : 'log-text'} dir="auto">
        {line.stderr && <span className="log-stream">stderr </span>}
        {line.argv && !search ? <Command argv={line.argv} prompt="$" /> : <Marked text={withoutAnsi(line.text)} search={search} />}
      </span>
    </div>
  )
})

interface MarkedProps {
  readonly text: string
  readonly search: string | undefined
}

/** A text with every occurrence of the searched words marked. */
export function Marked({ text, search }: MarkedProps) {
  if (!search) return <Visible text={text} />
  const parts: { readonly text: string; readonly hit: boolean }[] = []
  const lower = text.toLowerCase()
  const wanted = search.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    parts.push({ text: text.slice(from, at), hit: false }, { text: text.slice(at, at + wanted.length), hit: true })
    from = at + wanted.length
  }
  parts.push({ text: text.slice(from), hit: false })
  return parts.map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : <Visible key={index} text={part.text} />))
}
