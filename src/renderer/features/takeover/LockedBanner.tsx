import type { Problem } from '../../../domain/problem'
import { Banner } from '../../components/Banner'
import { HeldActions } from './HeldActions'

interface LockedBannerProps {
  readonly environment: string
  /** An `environment-locked`. */
  readonly refused: Problem
  readonly onWait: () => void
  readonly onTaken: () => void
}

/** Refused because somebody else holds the environment: who does, and the ways on. */
export function LockedBanner({ environment, refused: { message, next, holder }, onWait, onTaken }: LockedBannerProps) {
  return (
    <Banner tone="failed" level={3} label="Held" title={message} actions={<HeldActions environment={environment} holder={holder ?? null} onWait={onWait} onTaken={onTaken} />}>
      {holder && !holder.here ? 'Wait until it is free, or take it over: that program is ended then.' : next}
    </Banner>
  )
}
