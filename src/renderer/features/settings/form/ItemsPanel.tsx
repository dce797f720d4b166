import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { addItem, leadsTo, move, remove, samePath, type FormGroup, type FormItems } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { Panel } from '../../../components/Panel'
import { formatAmount } from '../../../format'
import { notify } from '../../../stores/notices'
import { keyLabel } from '../../../components/platform'
import { useFormContext } from './context'
import { useWanted } from './focus'
import { Found } from './Found'
import { Written } from './FieldView'
import { ItemRow } from './ItemRow'

/** Probes, files: a list of small things, each opened in its place. */
export function ItemsPanel({ items, group }: { readonly items: FormItems; readonly group: FormGroup }) {
  const form = useFormContext()
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<number | null>(null)
  useWanted(form.focus, panel, (path) => samePath(path, items.path))
  const add = (): void => {
    const index = items.items.length
    const reason = form.edit(index === 0 && items.state !== 'set' ? [{ kind: 'set', path: items.path, value: items.short === null ? [{ [items.firstKey]: '' }] : [''], order: group.members.map(({ key }) => key) }] : addItem(items, ''))
    if (reason !== null) return notify(reason, 'failed')
    setOpen(index)
    form.goTo([...items.path, index, items.firstKey])
  }
  const act = (edits: Parameters<typeof form.edit>[0], next: number, done: string): void => {
    const reason = form.edit(edits)
    if (reason !== null) return notify(reason, 'failed')
    setOpen(next)
    if (done !== '') notify(done)
    form.focus.ask(next < 0 ? items.path : [...items.path, next])
  }
  return (
    <div ref={panel} tabIndex={-1} className={form.marked !== null && samePath(form.marked, items.path) ? 'form-part is-marked' : 'form-part'}>
      <Panel title={items.label} count={items.items.length > 0 ? formatAmount(items.items.length) : undefined} actions={<Button icon={Plus} onClick={add}>{`Add a ${items.word}`}</Button>}>
        {!items.fits && <Written node={items} />}
        <div className="form-found"><Found problems={items.problems} /></div>
        {items.items.length === 0 && items.fits && <p className="pad mut">{items.description}</p>}
        <ul className="form-items">
          {items.items.map((item, index) => (
            <ItemRow
              key={index} item={item} word={items.word} open={open === index || (form.marked !== null && leadsTo(item.path, form.marked) && form.marked.length > item.path.length)}
              toggle={() => setOpen(open === index ? null : index)} first={index === 0} last={index === items.items.length - 1}
              moved={(by) => act(move(item.path, index + by), index + by, '')}
              removed={() => act(items.items.length === 1 && !items.required ? remove(items.path) : remove(item.path), index - 1, `The ${items.word} is taken out of the text. ${keyLabel('mod+z')} takes that back.`)}
            />
          ))}
        </ul>
      </Panel>
    </div>
  )
}
