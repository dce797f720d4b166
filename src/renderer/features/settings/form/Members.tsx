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

/** What is set in a part and what has to be, in the order of the schema; the rest is a click away. Lists of parts stand below the fields. */
export function Members({ group }: { readonly group: FormGroup }) {
  const { shown, more, showMore } = useShown(group)
  if (!group.fits) return <Written node={group} />
  const [fields, parts] = [shown.filter(isField), shown.filter((member) => !isField(member))]
  return (
    <>
      {fields.length > 0 && <div className="form-grid">{fields.map((member) => <Member key={member.key} group={group} member={member} />)}</div>}
      {more.length > 0 && (
        <Button kind="quiet" className="form-more" icon={ChevronDown} title={more.map(({ label }) => label).join(', ')} onClick={showMore}>
          {`${formatCount(more.length, 'more setting')}: ${more.map(({ label }) => label).join(', ')}`}
        </Button>
      )}
      {parts.map((member) => <Member key={member.key} group={group} member={member} />)}
      <Others group={group} />
    </>
  )
}

function Member({ group, member }: { readonly group: FormGroup; readonly member: FormNode }) {
  if (member.kind === 'entries') return <EntriesPanel entries={member} />
  if (member.kind === 'items') return <ItemsPanel items={member} group={group} />
  if (member.kind !== 'group') return <FieldView group={group} field={member} />
  return (
    <fieldset className="form-part form-group">
      <legend>{member.label}</legend>
      <p className="t12 mut">{member.description}</p>
      <Found problems={member.problems} />
      <Members group={member} />
    </fieldset>
  )
}

/** Keys that the form does not know: they stay as they are. */
function Others({ group }: { readonly group: FormGroup }) {
  const { toText, edit } = useFormContext()
  if (group.others.length === 0) return null
  return (
    <section className="form-part form-others" aria-label="Only in the text">
      <h3>Only in the text</h3>
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
