import { ListFilter, Search } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { keyLabel, pressed } from './platform'

export interface SearchInputProps {
  /** "Filter deployments": its name, and its placeholder unless one is given. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  /** Narrows a list, rather than finding places in a text. */
  readonly filter?: boolean
  /** At the end of the input: "214 lines". Default: the shortcut. */
  readonly children?: ReactNode
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
}

/** Searches or filters what is on the screen. mod+F goes there, Esc empties it, then leaves it; an empty filter is no step of its own on the way out of the screen. */
export function SearchInput({ label, value, onChange, placeholder, filter, children, onKeyDown }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null)
  useFindKey(() => input.current?.select())
  const Sign = filter ? ListFilter : Search
  return (
    <label className="input input--icon grow">
      <Sign className="icon icon-14" aria-hidden="true" />
      <span className="input-place">
        <input
          ref={input}
          type="search"
          aria-label={label}
          aria-keyshortcuts="Meta+F Control+F"
          placeholder={placeholder ?? label}
          value={value}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') leaveOrEmpty(event, { value, onChange, filter })
            else onKeyDown?.(event)
          }}
        />
      </span>
      <span className="t12 mut nowrap">{children ?? keyLabel('mod+f')}</span>
    </label>
  )
}

function leaveOrEmpty(event: KeyboardEvent<HTMLInputElement>, { value, onChange, filter }: Pick<SearchInputProps, 'value' | 'onChange' | 'filter'>): void {
  if (value !== '' || !filter) event.stopPropagation()
  if (value === '') event.currentTarget.blur()
  else onChange('')
}

function useFindKey(find: () => void): void {
  const latest = useRef(find)
  useEffect(() => {
    latest.current = find
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (!pressed(event, 'mod+f')) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
