import type { ReactNode } from 'react'

export interface PaneProps {
  /** "Deployment deploy-109" */
  readonly label: string
  readonly children: ReactNode
}

/** The detail of the selected row, at the end of a .split. Its parts are sections with h2 or h3. */
export function Pane({ label, children }: PaneProps) {
  return (
    <aside className="pane scroll" aria-label={label} tabIndex={0} data-region>
      {children}
    </aside>
  )
}

export interface FactsProps {
  /** Label and value; a value that is undefined leaves its row out. */
  readonly facts: readonly (readonly [label: ReactNode, value: ReactNode])[]
}

/** A list of labels and values. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="facts">
      {facts.map(([label, value], index) =>
        value === undefined ? null : <FactRow key={index} label={label} value={value} />
      )}
    </dl>
  )
}

function FactRow({ label, value }: { readonly label: ReactNode; readonly value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
