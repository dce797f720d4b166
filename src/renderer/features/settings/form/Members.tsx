import { ChevronDown } from 'lucide-react'
import type { FormGroup, FormNode } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { UserText } from '../../../components/UserText'
import { visibleText } from '../../../components/visible'
import { formatAmount, formatCount } from '../../../format'
import { useFormContext } from './context'
import { EntriesPanel } from './EntriesPanel'
import { FieldView, Written } from './FieldView'
import { Found } from './Found'
import { ItemsPanel } from './ItemsPanel'
import { isField, useShown } from './useShown'

export interface MembersProps {
  readonly group: FormGroup
  /** Nothing in it waits to be asked for. */
  readonly all?: boolean
}

/** What is set in a part and what has to be; the rest is a click away. First the fields, then the parts: those that have to be before the others. */
export function Members({ group, all = false }: MembersProps) {
  const { shown, more, show, isAsked } = useShown(group, all)
  if (!group.fits) return <Written node={group} />
  const [fields, parts] = split(shown)
  const [moreFields, moreParts] = split(more)
  return (
    <>
      {fields.length > 0 && <div className="form-grid">{fields.map((member) => <Member key={member.key} group={group} member={member} />)}</div>}
      <More members={moreFields} show={show} />
      {parts.map((member) => <Member key={member.key} group={group} member={member} all={isAsked(member)} />)}
      <More members={moreParts} show={show} />
      <Others group={group} />
    </>
  )
}

function split(members: readonly FormNode[]): readonly [fields: readonly FormNode[], parts: readonly FormNode[]] {
  const parts = members.filter((member) => !isField(member))
  return [members.filter(isField), [...parts.filter(({ required }) => required), ...parts.filter(({ required }) => !required)]]
}

interface MoreProps {
  readonly members: readonly FormNode[]
  readonly show: (members: readonly FormNode[]) => void
}

/** Shows what waits, and goes to the first of it. */
function More({ members, show }: MoreProps) {
  const { goTo } = useFormContext()
  const [first] = members
  if (first === undefined) return null
  const labels = members.map(({ label }) => label).join(', ')
  const open = (): void => {
    show(members)
    goTo(firstField(first).path)
  }
  return <Button kind="quiet" className="form-more" icon={ChevronDown} title={labels} onClick={open}>{`${formatCount(members.length, 'more setting')}: ${labels}`}</Button>
}

function firstField(node: FormNode): FormNode {
  const [first] = node.kind === 'group' ? split(node.members).flat() : []
  return first === undefined ? node : firstField(first)
}

function Member({ group, member, all = false }: { readonly group: FormGroup; readonly member: FormNode; readonly all?: boolean }) {
  if (member.kind === 'entries') return <EntriesPanel entries={member} />
  if (member.kind === 'items') return <ItemsPanel items={member} group={group} />
  if (member.kind !== 'group') return <FieldView group={group} field={member} />
  return (
    <fieldset className="form-part form-group">
      <legend>{member.label}</legend>
      <p className="t12 mut">{member.description}</p>
      <Found problems={member.problems} />
      <Members group={member} all={all} />
    </fieldset>
  )
}

/** Keys that the form does not know: they stay as they are. */
function Others({ group }: { readonly group: FormGroup }) {
  const { toText, edit } = useFormContext()
  if (group.others.length === 0) return null
  return (
    <section className="form-part form-others" aria-label="Only in the text">
      <h2>Only in the text</h2>
      <ul className="stack">
        {group.others.map(({ key, path, line, problems }) => (
          <li key={key}>
            <div className="rowflex">
              <UserText clip className="mono">{key}</UserText>
              <span className="mut t12 nowrap">line {formatAmount(line)}</span>
              <span className="spacer" />
              <Button onClick={() => toText(line)}>Edit it in the text<span className="sr">: {visibleText(key)}</span></Button>
              {problems.length > 0 && <Button onClick={() => edit([{ kind: 'remove', path }])}>Take it out<span className="sr">: {visibleText(key)}</span></Button>}
            </div>
            <Found problems={problems} />
          </li>
        ))}
      </ul>
    </section>
  )
}
