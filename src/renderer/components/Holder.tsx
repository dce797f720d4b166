import type { HolderView } from '../../domain/holder'
import { Time } from './Time'
import { UserText } from './UserText'

/** "kim on laptop since 22 Nov 03:16, in the phase stop", "…, recording a deployment" */
export function Holder({ holder: { user, host, since, phase, work } }: { readonly holder: HolderView }) {
  return (
    <>
      <UserText>{user}</UserText> on <UserText>{host}</UserText> since <Time at={since} />{phase !== null && <>, in the phase {phase}</>}{work !== null && <>, {work}</>}
    </>
  )
}
