import type { KeyboardEvent } from 'react'
import type { Check } from '../../../domain/check'
import { Region } from '../../components/Region'
import { StateIcon } from '../../components/State'
import { STATES, type StateKind } from '../../components/states'
import { UserText } from '../../components/UserText'
import { formatAmount, formatCount, formatSpan } from '../../format'
import type { CheckGroup, CheckGroupName } from './check-groups'
import { edit, useGuide } from './guide-store'
import { usePlan } from './useFormState'
import { blockWords } from './words'

interface CheckListProps {
  readonly groups: readonly CheckGroup[]
  /** Id of the one whose detail is shown. */
  readonly open: string | null
}

/** What blocks, what warns, what passed, what still runs. */
export function CheckList({ groups, open }: CheckListProps) {
  return (
    <Region label="Checks" className="check-list">
      <div onKeyDown={moveFocus}>
        {groups.map((group) => <Group key={group.name} group={group} open={open} />)}
      </div>
      <RunningGroup />
    </Region>
  )
}

const KINDS: Readonly<Record<CheckGroupName, StateKind>> = { blocks: 'blocks', overridden: 'warning', warnings: 'warning', passed: 'passed' }

function groupTitle({ name, checks }: CheckGroup): string {
  if (name === 'blocks') return blockWords(checks.length)
  if (name === 'overridden') return `${formatAmount(checks.length)} overridden`
  return name === 'warnings' ? formatCount(checks.length, 'warning') : `${formatAmount(checks.length)} passed`
}

function Group({ group, open }: { readonly group: CheckGroup; readonly open: string | null }) {
  const kind = KINDS[group.name]
  return (
    <section>
      <h3 className={`check-group state--${STATES[kind].tone}`}>
        <StateIcon kind={kind} />
        <span>{groupTitle(group)}</span>
        {group.name === 'passed' && <Took />}
      </h3>
      <ul>
        {group.checks.map((check) => <li key={check.id}><CheckRow check={check} kind={kind} open={check.id === open} /></li>)}
      </ul>
    </section>
  )
}

function Took() {
  const plan = usePlan()
  return plan && <span className="count t12">{`in ${formatSpan(plan.checksTook)}`}</span>
}

function CheckRow({ check, kind, open }: { readonly check: Check; readonly kind: StateKind; readonly open: boolean }) {
  const { id, title, message, passed } = check
  return (
    <button type="button" className={passed ? 'check check--ok row-focus' : 'check row-focus'} aria-current={open || undefined} onClick={() => edit({ check: id })}>
      <span className={`state--${STATES[kind].tone}`}><StateIcon kind={kind} /></span>
      {passed
        ? <span className="clip"><span className="medium">{title}</span> <span className="mut"><UserText>{message}</UserText></span></span>
        : <span className="block"><span className="strong block">{title}</span><span className="sec block"><UserText>{message}</UserText></span></span>}
    </button>
  )
}

function RunningGroup() {
  const preparing = useGuide((state) => state.preparing)
  if (preparing === null) return null
  const rest = Math.max(0, preparing.total - preparing.checks.length)
  return (
    <section aria-busy="true">
      <h3 className="check-group state--running">
        <StateIcon kind="in-progress" />
        <span>{rest === 0 ? 'Looking at what runs' : `${formatCount(rest, 'check')} running`}</span>
        {preparing.total > 0 && <span className="count t12">{`${preparing.checks.length} of ${preparing.total} done`}</span>}
      </h3>
      <Pending count={rest} finished={preparing.checks} />
    </section>
  )
}

/** Those still to come, by the names that they had the last time. */
function Pending({ count, finished }: { readonly count: number; readonly finished: readonly Check[] }) {
  const before = useGuide((state) => state.prepared?.view.checks)
  const plan = usePlan()
  // While the same is only checked again, the former findings stay in sight below.
  if (plan !== null) return null
  const done = new Set(finished.map(({ id }) => id))
  const names = before?.filter(({ id }) => !done.has(id)).map(({ title }) => title) ?? []
  return (
    <ul aria-hidden={names.length === 0 || undefined}>
      {Array.from({ length: count }, (_, index) => (
        <li key={index} className="check check--ok">
          <span className="mut"><StateIcon kind="not-yet" /></span>
          {names[index] === undefined ? <span className="skeleton check-skeleton" /> : <span className="clip mut">{names[index]}</span>}
        </li>
      ))}
    </ul>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button.check')]
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  const row = next === undefined ? undefined : rows[next]
  if (row === undefined) return
  event.preventDefault()
  row.focus()
  row.click()
}
