import type { Check } from '../../../domain/check'
import { Checkbox } from '../../components/Choice'
import { Facts } from '../../components/Pane'
import { StateTag } from '../../components/State'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { edit, useGuide } from './guide-store'
import { groupOf } from './check-groups'
import { Remedies } from './Remedies'

const TAGS = { blocks: 'blocks', overridden: 'warning', warnings: 'warning', passed: 'passed' } as const
const WORDS = { blocks: 'Blocks', overridden: 'Overridden', warnings: 'Warning', passed: 'Passed' } as const

/** One finding: what is so, what to do, and the evidence. */
export function CheckDetail({ check }: { readonly check: Check }) {
  const forced = useGuide(({ draft }) => draft.forced)
  const group = groupOf(check, forced)
  return (
    <>
      <p><StateTag kind={TAGS[group]}>{WORDS[group]}</StateTag></p>
      <h3 className="t20 strong mt-2"><UserText>{check.headline === '' ? check.title : check.headline}</UserText></h3>
      <p className="sec mt-1 measure"><UserText>{check.detail === '' ? check.message : check.detail}</UserText></p>
      {check.remedies.length > 0 && <Remedies remedies={check.remedies} first={group === 'blocks'} />}
      {!check.passed && check.blocking === 'unless-forced' && <Override id={check.id} />}
      {!check.passed && check.blocking === 'always' && <p className="sec mt-4 measure">This check cannot be overridden: without it the rollback could not be carried out or undone.</p>}
      <EvidenceList evidence={check.evidence} />
    </>
  )
}

function Override({ id }: { readonly id: string }) {
  const forced = useGuide(({ draft }) => draft.forced)
  const environment = useGuide((state) => state.id.environment)
  const on = forced.includes(id)
  return (
    <div className={on ? 'check-override is-on mt-4' : 'check-override mt-4'}>
      <Checkbox danger label="Override this check" checked={on} onChange={(now) => edit({ forced: now ? [...forced, id] : forced.filter((one) => one !== id) })}>
        The run goes on although this check fails. The history says that you overrode it, and you type <UserText>{environment}</UserText> to confirm.
      </Checkbox>
    </div>
  )
}

function EvidenceList({ evidence }: Pick<Check, 'evidence'>) {
  if (evidence.length === 0) return null
  const short = evidence.filter(({ value }) => !value.includes('\n'))
  const long = evidence.filter(({ value }) => value.includes('\n'))
  return (
    <section className="mt-4" aria-label="Evidence">
      <h4 className="strong">Evidence</h4>
      {short.length > 0 && <div className="mt-2"><Facts facts={short.map(({ label, value }) => [label, <UserText key={label} className="selectable">{value}</UserText>])} /></div>}
      {long.map(({ label, value }) => (
        <div key={label} className="mt-3">
          <p className="mut">{label}</p>
          <code className="code mt-1" tabIndex={0} aria-label={label}>{value.split('\n').map((text) => visibleText(text)).join('\n')}</code>
        </div>
      ))}
    </section>
  )
}
