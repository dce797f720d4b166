import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { Banner, type BannerProps } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Holder } from '../../components/Holder'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { useProject } from '../../stores/project'

interface WaitingBannerProps extends Pick<BannerProps, 'level'> {
  readonly environment: string
  readonly since: string
  readonly onStop: () => void
  /** What follows once it is free. */
  readonly children: ReactNode
}

/** It is waited until nobody holds the environment: since when, for whom, and how to give that up. */
export function WaitingBanner({ environment, since, level, onStop, children }: WaitingBannerProps) {
  const lane = useProject(({ overview }) => overview?.lanes.find((one) => one.environment === environment))
  const holder = lane?.run?.holder ?? lane?.holder ?? null
  return (
    <Banner
      tone="neutral" level={level} icon={LoaderCircle} label="Waiting" title={<>Waiting until <UserText>{environment}</UserText> is free, since <Time at={since} style="clock-second" /></>}
      actions={<Button onClick={onStop}>Stop waiting</Button>}
    >
      {holder && <>Held by <Holder holder={holder} />. </>}{children}
    </Banner>
  )
}
