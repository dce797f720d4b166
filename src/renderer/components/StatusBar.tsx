import type { ReactNode } from 'react'
import type { Icon } from './icon'

export interface StatusItem {
  readonly id: string
  readonly icon?: Icon
  readonly content: ReactNode
  readonly tone?: 'neutral' | 'warning' | 'failed'
}

export interface StatusBarProps {
  /** What was seen and when. */
  readonly items: readonly StatusItem[]
  /** At the end: zone, person, host. */
  readonly end?: readonly StatusItem[]
}

/** The line at the foot of the window: how fresh everything is that is shown above. */
export function StatusBar({ items, end = [] }: StatusBarProps) {
  return (
    <footer className="status" aria-label="Status" data-region tabIndex={-1}>
      {items.map((item) => <Item key={item.id} {...item} />)}
      <span className="spacer" />
      {end.map((item) => <Item key={item.id} {...item} />)}
    </footer>
  )
}

function Item({ icon: Sign, content, tone = 'neutral' }: StatusItem) {
  const colour = tone === 'warning' ? ' warn' : tone === 'failed' ? ' fail' : ''
  return (
    <span className={`status-item${colour}`}>
      {Sign && <Sign className="icon" aria-hidden="true" />}
      <span className="clip">{content}</span>
    </span>
  )
}
