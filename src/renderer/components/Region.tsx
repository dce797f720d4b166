import type { ReactNode, Ref } from 'react'

export interface RegionProps {
  /** What is in it: "Environments". */
  readonly label: string
  readonly children: ReactNode
  readonly className?: string
  readonly ref?: Ref<HTMLElement>
}

/** A part that scrolls: it has a name, takes the focus, and F6 stops here. */
export function Region({ label, children, className, ref }: RegionProps) {
  return (
    <section ref={ref} className={className ? `scroll ${className}` : 'scroll'} role="region" aria-label={label} tabIndex={0} data-region>
      {children}
    </section>
  )
}
