import type { IdentityView } from '../../../domain/views'
import { Facts } from '../../components/Pane'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'

/** The key, as it was just proven by signing with it. */
export function SigningKeyFacts({ view: { keyFile, variable, settingsFile, key, problem } }: { readonly view: IdentityView }) {
  if (keyFile === null && problem === null) return null
  return (
    <Facts facts={[
      ['Key', keyFile === null ? undefined : <UserText key="key" className="mono t12 selectable settings-path">{keyFile}</UserText>],
      ['State', key ? <State key="state" kind="passed">{key.agent ? 'Signs, by the ssh agent' : 'Signs'}</State> : <State key="state" kind="failed">Cannot sign</State>],
      ['Fingerprint', key === null ? undefined : <span key="print" className="mono t12 selectable">{key.fingerprint}</span>],
      ['Chosen in', <UserText key="from" className="mono t12 selectable settings-path">{variable ?? settingsFile}</UserText>]
    ]} />
  )
}
