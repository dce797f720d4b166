import { useMemo, useRef } from 'react'
import type { FileDiff } from '../../../domain/views'
import { Visible } from '../../components/UserText'
import { rowsIn, useSight } from '../../components/useSight'
import { hunkRows, widest, type HunkRow } from './hunk-rows'

const LINE = 20
const OVERSCAN = 20
const SIGN = { away: '−', back: '+', same: '', hunk: '' } as const
const WORD = { away: 'goes away: ', back: 'comes back: ', same: '', hunk: '' } as const

/** The changed lines of a file; only those in sight exist. */
export function HunksView({ diff }: { readonly diff: FileDiff }) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => hunkRows(diff), [diff])
  const width = useMemo(() => `${widest(rows) + 16}ch`, [rows])
  const [first, last] = rowsIn(useSight(scroller, LINE), LINE, rows.length, OVERSCAN)
  return (
    <div ref={scroller} className="hunks scroll" role="region" aria-label={`Changes in ${diff.path}`} tabIndex={0} data-region>
      <div className="hunks-body" style={{ height: rows.length * LINE, minWidth: width }}>
        {rows.slice(first, last + 1).map((row, place) => <Line key={first + place} row={row} start={(first + place) * LINE} />)}
      </div>
    </div>
  )
}

function Line({ row, start }: { readonly row: HunkRow; readonly start: number }) {
  return (
    <div className={`hunk-line hunk-line--${row.kind}`} style={{ transform: `translateY(${start}px)` }}>
      <span className="ln">{row.left}</span>
      <span className="ln">{row.right}</span>
      <span className="sign"><span aria-hidden="true">{SIGN[row.kind]}</span><span className="sr">{WORD[row.kind]}</span></span>
      <span className="hunk-text"><Visible text={row.text} /></span>
    </div>
  )
}
