import { LoaderCircle } from 'lucide-react'
import type { HolderView } from '../../../domain/holder'
import { Banner } from '../../components/Banner'
import { Holder } from '../../components/Holder'
import { UserText } from '../../components/UserText'
import { TakeOverButton } from '../takeover/TakeOverButton'

/** Another program holds the environment, and not for a run that has begun. */
export function HeldBanner({ environment, holder }: { readonly environment: string; readonly holder: HolderView }) {
  return (
    <Banner tone="neutral" icon={LoaderCircle} label={`${environment} is held`} title={<><UserText>{environment}</UserText> is held by <Holder holder={holder} />.</>} actions={<TakeOverButton quiet environment={environment} holder={holder} />}>
      {holder.work === null ? 'A run is about to begin there' : 'Nothing else changes it meanwhile'} (process {holder.pid}).
    </Banner>
  )
}
