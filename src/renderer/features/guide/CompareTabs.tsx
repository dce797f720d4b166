import type { KeyboardEvent } from 'react'
import type { PreparedView } from '../../../domain/views'
import { UserText } from '../../components/UserText'
import { formatAmount } from '../../format'
import { COMPARE_TABS, type CompareTab } from './draft'
import { edit, useGuide } from './guide-store'

const TITLES: Readonly<Record<CompareTab, string>> = {
  all: 'All differences', schema: 'Schema', config: 'Configuration', releases: 'Releases', commits: 'Commits', files: 'Files'
}

/** What is compared, with how much differs in each. */
export function CompareTabs({ plan }: { readonly plan: PreparedView }) {
  const chosen = useGuide(({ draft }) => draft.tab)
  const counts = countsOf(plan)
  return (
    <div className="tabs">
      <div role="group" aria-label="What to compare" className="tabs-list" onKeyDown={moveFocus}>
        {COMPARE_TABS.map((tab) => (
          <button key={tab} type="button" aria-pressed={tab === chosen} onClick={() => edit({ tab })}>
            {TITLES[tab]}
            {counts[tab] !== undefined && <span className="count">{formatAmount(counts[tab])}</span>}
          </button>
        ))}
      </div>
      <Directions from={plan.from?.version ?? 'what runs'} to={plan.to.version} />
    </div>
  )
}

function Directions({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <p className="rowflex t12 compare-directions">
      <span className="away mono" aria-hidden="true">−</span><span className="sec clip">goes away (<UserText>{from}</UserText>)</span>
      <span className="back mono" aria-hidden="true">+</span><span className="sec clip">comes back (<UserText>{to}</UserText>)</span>
    </p>
  )
}

/** Values and objects that differ; the same name on both sides is one difference. */
export function countsOf({ comparison }: PreparedView): Partial<Record<CompareTab, number>> {
  const { schemas, config, releases, commits, files } = comparison
  return {
    schema: schemas.reduce((sum, { lines }) => sum + new Set(lines.map(({ name }) => name)).size, 0),
    config: config.reduce((sum, { lines }) => sum + new Set(lines.map(({ name }) => name)).size, 0),
    releases: releases.filter(({ change }) => change === 'another').length,
    ...(commits === null ? {} : { commits: commits.total }),
    ...(files === null ? {} : { files: files.total })
  }
}

function moveFocus({ key, currentTarget, target }: KeyboardEvent<HTMLElement>): void {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (step === 0) return
  const tabs = [...currentTarget.querySelectorAll('button')]
  const at = tabs.findIndex((tab) => tab === target)
  tabs[(at + step + tabs.length) % tabs.length]?.focus()
}
