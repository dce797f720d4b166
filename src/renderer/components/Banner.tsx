import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Icon } from './icon'
import { UserText } from './UserText'

export interface BannerProps {
  readonly tone?: 'neutral' | 'warning' | 'failed' | 'ok'
  readonly icon?: Icon
  /** One sentence: what is so. */
  readonly title: ReactNode
  /** Names the banner for screen readers: "Interrupted run". */
  readonly label: string
  /** What follows from it, what is unchanged. */
  readonly children?: ReactNode
  /** Buttons. */
  readonly actions?: ReactNode
  readonly level?: 2 | 3
}

const ICONS: Readonly<Record<NonNullable<BannerProps['tone']>, Icon>> = {
  neutral: Info,
  warning: TriangleAlert,
  failed: CircleX,
  ok: CircleCheck
}

/** Something that concerns the whole screen, with what can be done about it. */
export function Banner({ tone = 'warning', icon, title, label, children, actions, level = 2 }: BannerProps) {
  const Sign = icon ?? ICONS[tone]
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={`banner banner--${tone}`} aria-label={label}>
      <Sign className="icon" aria-hidden="true" />
      <div>
        <Heading className="strong">{typeof title === 'string' ? <UserText>{title}</UserText> : title}</Heading>
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions !== undefined && <div className="rowflex">{actions}</div>}
    </section>
  )
}
