import type { Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { StateIcon } from '../../components/State'
import { UserText } from '../../components/UserText'

/** What is done though no other panel shows it: a service that is down is started again. */
export function BesidesPanel({ comparison: { besides, isListed } }: { readonly comparison: Comparison }) {
  if (besides.length === 0) return null
  return (
    <Panel title={isListed ? 'What else changes' : 'Nothing differs in what is deployed, but there is something to do'}>
      {besides.map((sentence, index) => (
        <p key={sentence} className={index === 0 ? 'callout callout--first' : 'callout'}><span className="warn"><StateIcon kind="drift" /></span><UserText>{sentence}</UserText></p>
      ))}
    </Panel>
  )
}
