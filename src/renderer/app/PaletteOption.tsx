import { Autocomplete } from '@base-ui/react/autocomplete'
import { Fragment } from 'react'
import { Kbd } from '../components/Kbd'
import { UserText, Visible } from '../components/UserText'
import { words, type PaletteItem } from './paletteItems'

export interface PaletteOptionProps {
  readonly item: PaletteItem
  readonly query: string
  readonly onChoose: (item: PaletteItem) => void
}

/** One thing that can be done or gone to. */
export function PaletteOption({ item, query, onChoose }: PaletteOptionProps) {
  const Sign = item.icon
  return (
    <Autocomplete.Item value={item} className="palette-option" onClick={() => onChoose(item)}>
      <Sign className="icon" aria-hidden="true" />
      <span className="clip">
        <bdi><Hits text={item.label} query={query} /></bdi>
        {item.why !== '' && <span className="palette-why"><UserText>{item.why}</UserText></span>}
      </span>
      <span className="palette-enter"><Kbd keys="enter" /></span>
    </Autocomplete.Item>
  )
}

function Hits({ text, query }: { readonly text: string; readonly query: string }) {
  const wanted = words(query).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (wanted.length === 0) return <Visible text={text} />
  // The capturing group keeps the separators: every odd part is a hit.
  const parts = text.split(new RegExp(`(${wanted.join('|')})`, 'gi'))
  return parts.map((part, index) => (
    <Fragment key={index}>{index % 2 === 1 ? <mark>{part}</mark> : part !== '' && <Visible text={part} />}</Fragment>
  ))
}
