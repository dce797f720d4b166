import type { ReactNode } from 'react'

export const STEP_HEADING = 'guide-step'

/** The answer of a step; it takes the focus when the step opens. */
export function StepHeading({ children, hidden }: { readonly children: ReactNode; readonly hidden?: boolean }) {
  return <h2 id={STEP_HEADING} tabIndex={-1} className={hidden ? 'sr' : 't20 strong guide-answer'}>{children}</h2>
}
