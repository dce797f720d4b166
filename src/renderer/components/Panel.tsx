import { useId, type ReactNode } from 'react'

export interface PanelProps {
  readonly title: ReactNode
  /** After the title, quieter: "3 files". */
  readonly count?: ReactNode
  /** At the end of the header. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly level?: 2 | 3
  readonly className?: string
}

/** A part of a screen with a name. */
export function Panel({ title, count, actions, children, level = 2, className }: PanelProps) {
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={className ? `panel ${className}` : 'panel'} aria-labelledby={id}>
      <header>
        <Heading id={id}>{title}</Heading>
        {count !== undefined && <span className="count">{count}</span>}
        {actions !== undefined && <><span className="spacer" />{actions}</>}
      </header>
      {children}
    </section>
  )
}
