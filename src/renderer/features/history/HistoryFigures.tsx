import type { HistoryView } from '../../../domain/views'
import { formatAmount, formatClock, formatCount, formatTime } from '../../format'
import { BASE, describeMonths, describeWeeks, KINDS, lineOf, monthsOf, squaresOf, unitOf, type Week } from './figures'

const DAY = 86_400_000

/** How often, how well and how fast. */
export function HistoryFigures({ view }: { readonly view: HistoryView }) {
  return (
    <div className="history-figures">
      {view.weeks.length > 0 && <Weeks weeks={view.weeks} />}
      <Success view={view} />
      <Restore view={view} />
    </div>
  )
}

function Weeks({ weeks }: { readonly weeks: readonly Week[] }) {
  const unit = unitOf(weeks)
  const last = weeks.at(-1)
  const end = last && Math.min(Date.now(), Date.parse(last.week) + 6 * DAY)
  // Weeks begin on Monday in UTC.
  const day = (at: string | number): string => formatTime(at, { zone: 'utc', style: 'day' })
  const percent = (index: number): string => `${(index / weeks.length) * 100}%`
  return (
    <figure>
      <figcaption>
        <span>Rollbacks a week, {formatCount(weeks.length, 'week')}</span>
        <span className="history-legend">
          {KINDS.map(({ kind, word }) => <span key={kind}><i className={`is-${kind}`} />{word}</span>)}
        </span>
      </figcaption>
      <svg className="history-weeks" role="img" aria-label={describeWeeks(weeks)}>
        <line x1="0" x2="100%" y1={BASE + 0.5} y2={BASE + 0.5} />
        {weeks.map((week, index) => (
          <svg key={week.week} x={percent(index)} overflow="visible">
            {squaresOf(week, unit).map(({ kind, y, height }) => <rect key={y} className={`is-${kind}`} x="9" y={y} width="14" height={height} rx={Math.min(1, height / 2)} />)}
          </svg>
        ))}
        {weeks.map(({ week }, index) => index % 4 === 0 && <text key={week} x={percent(index)} y="68">{day(week)}</text>)}
        {end !== undefined && <text x="100%" y="68" textAnchor="end">{day(end)}</text>}
      </svg>
    </figure>
  )
}

function Success({ view: { successRate, finishedRuns, failedRuns } }: { readonly view: HistoryView }) {
  return (
    <figure>
      <figcaption>Success rate</figcaption>
      <p className="history-figure">{successRate === null ? '–' : `${Math.floor(successRate * 100)} %`}</p>
      <p className="t12 sec mt-1">
        {finishedRuns === 0 ? 'No run has finished yet.' : `${formatAmount(finishedRuns - failedRuns)} of ${formatCount(finishedRuns, 'finished run')} ended as asked.${failedRuns > 0 ? ` ${formatAmount(failedRuns)} failed.` : ''}`}
      </p>
    </figure>
  )
}

function Restore({ view: { medianTimeToRestore, timeToRestore } }: { readonly view: HistoryView }) {
  const months = monthsOf(timeToRestore)
  const [first, last] = [months[0], months.at(-1)]
  return (
    <figure>
      <figcaption>Median time to restore</figcaption>
      <p className="history-figure">{medianTimeToRestore === null ? '–' : formatClock(medianTimeToRestore)}</p>
      {months.length > 1 && first && last ? (
        <>
          <svg className="history-line" role="img" aria-label={describeMonths(months)} viewBox="0 0 100 24" preserveAspectRatio="none">
            <polyline points={lineOf(months)} />
          </svg>
          <p className="t12 mut rowflex" aria-hidden="true"><span>{first.name} {formatClock(first.median)}</span><span className="spacer" /><span>{last.name} {formatClock(last.median)}</span></p>
        </>
      ) : <p className="t12 sec mt-1">{medianTimeToRestore === null ? 'Nothing was restored yet.' : 'The line by month begins with the second month.'}</p>}
    </figure>
  )
}
