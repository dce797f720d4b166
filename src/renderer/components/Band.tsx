import { formatClock, formatSpan } from '../format'
import { bandMarks, downRange, type BandMark, type BandPart } from './bandLayout'

export interface BandProps {
  /** False: some step was not measured yet, so the band is not to scale. */
  readonly measured: boolean
  /** Expected milliseconds; null when not measured. */
  readonly total: number | null
  readonly downtime: number | null
  readonly parts: readonly BandPart[]
}

const percent = (share: number): string => `${share * 100}%`

/** How a run is expected to go: its phases one after the other, and when services are down, hatched. */
export function Band(props: BandProps) {
  const marks = bandMarks(props.parts)
  const down = downRange(props.parts)
  return (
    <div className="band" role="img" aria-label={describe(props)}>
      <div className="band-labels">
        {marks.map(({ key, label, from }) => <span key={key} style={{ left: percent(from) }}>{label}</span>)}
      </div>
      <div className="band-bar">
        {down && (
          <div className="band-down" style={{ left: percent(down.from), width: percent(down.to - down.from) }}>
            <span>{downWords(props)}</span>
          </div>
        )}
        {props.parts.map(({ phase, from, to, down: isDown }) => (
          <i key={phase} className={isDown ? 'is-down' : undefined} style={{ left: percent(from), width: `calc(${percent(to - from)} - 1px)` }} />
        ))}
      </div>
      <Scale marks={marks} measured={props.measured} total={props.total} />
    </div>
  )
}

function Scale({ marks, measured, total }: { readonly marks: readonly BandMark[] } & Pick<BandProps, 'measured' | 'total'>) {
  if (!measured || total === null) return <div className="band-labels"><span>Not measured yet, so not to scale</span></div>
  return (
    <div className="band-labels">
      {marks.map(({ key, from }) => from < 0.94 && <span key={key} style={{ left: percent(from) }}>{formatClock(from * total)}</span>)}
      <span className="band-end">{formatClock(total)}</span>
    </div>
  )
}

function downWords({ downtime }: BandProps): string {
  return downtime === null ? 'Services down' : `Services down for about ${formatSpan(downtime)}`
}

function describe(props: BandProps): string {
  const order = props.parts.map(({ title, down }) => (down ? `${title} (services down)` : title)).join(', ')
  const down = downRange(props.parts) ? `${downWords(props)}. ` : ''
  return `Expected course: ${order}. ${down}${props.total === null ? 'Not measured yet.' : `About ${formatSpan(props.total)} in total.`}`
}
