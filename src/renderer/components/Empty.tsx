import type { ReactNode } from 'react'
import { UserText } from './UserText'
import { StateIcon } from './State'
import type { StateKind } from './states'

export interface EmptyProps {
  /** What is so: "No deployment of dev was recorded yet". */
  readonly title: ReactNode
  /** What that means and what to do. */
  readonly children?: ReactNode
  /** Buttons. */
  readonly actions?: ReactNode
  /** For errors: the icon before the title; "failed" also colours it. */
  readonly state?: StateKind
  readonly level?: 1 | 2 | 3
}

/** In the place of content that is not there: nothing recorded, nothing found, damaged. */
export function Empty({ title, children, actions, state, level = 2 }: EmptyProps) {
  const Heading = `h${level}` as const
  return (
    <div className="empty">
      <Heading className={state === 'failed' ? 'strong rowflex fail' : 'strong rowflex'}>
        {state !== undefined && <StateIcon kind={state} />}
        <span>{typeof title === 'string' ? <UserText>{title}</UserText> : title}</span>
      </Heading>
      {children !== undefined && <div className="sec stack">{children}</div>}
      {actions !== undefined && <div className="wrap mt-1">{actions}</div>}
    </div>
  )
}

export interface LoadingProps {
  /** What is being read: "Reading the registry". */
  readonly label: string
  readonly lines?: number
}

/** In the place of content that is on its way: same place, same height. */
export function Loading({ label, lines = 3 }: LoadingProps) {
  return (
    <div className="pad" role="status" aria-busy="true">
      <p className="mut t12">{label}</p>
      <div className="mt-2" aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => <span key={index} className="skeleton" />)}
      </div>
    </div>
  )
}
