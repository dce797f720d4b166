import type { ReactNode } from 'react'
import type { Problem } from '../../domain/problem'
import { formatAmount } from '../format'
import { Banner } from './Banner'
import { Empty } from './Empty'
import { UserText } from './UserText'

export interface ProblemProps {
  readonly problem: Problem
  /** Buttons. */
  readonly actions?: ReactNode
  readonly level?: 2 | 3
}

/** A problem in the place of what could not be shown: the thing, the place, what is unchanged, what to do. */
export function ProblemEmpty({ problem, actions, level }: ProblemProps) {
  return (
    <Empty state="failed" level={level} title={<UserText>{problem.message}</UserText>} actions={actions}>
      {problem.next !== '' && <p><UserText>{problem.next}</UserText></p>}
      <Place problem={problem} />
    </Empty>
  )
}

/** A problem beside what can be shown all the same. */
export function ProblemBanner({ problem, actions, level, tone = 'failed' }: ProblemProps & { readonly tone?: 'failed' | 'warning' }) {
  return (
    <Banner tone={tone} level={level} label="Problem" title={<UserText>{problem.message}</UserText>} actions={actions}>
      {problem.next !== '' && <UserText>{problem.next}</UserText>}
      <Place problem={problem} />
    </Banner>
  )
}

function Place({ problem }: { readonly problem: Problem }) {
  const text = placeOf(problem)
  return text === undefined ? null : <span className="block t12 mut mono"><UserText>{text}</UserText></span>
}

/** "deployment-registry.json, line 412, byte 18,204" */
export function placeOf({ place }: Problem): string | undefined {
  if (place === undefined) return undefined
  const parts = [place.file]
  if (place.line !== undefined) parts.push(`line ${formatAmount(place.line)}`)
  if (place.column !== undefined) parts.push(`column ${formatAmount(place.column)}`)
  if (place.byte !== undefined) parts.push(`byte ${formatAmount(place.byte)}`)
  return parts.join(', ')
}
