import { useEffect, useState, type KeyboardEvent } from 'react'
import type { RunOutput } from './run-output'

export interface OutputSearch {
  readonly text: string
  readonly set: (text: string) => void
  /** Enter goes to the next place, Shift Enter to the one before. */
  readonly onKeyDown: (event: KeyboardEvent) => void
  /** Counts from 1; 0 without a match. */
  readonly place: number
  /** Where in what is shown; -1 for nowhere. */
  readonly current: number
}

/** Finds places in the output; what is typed is looked for when it has settled. */
export function useSearch(output: RunOutput): OutputSearch {
  const [text, setText] = useState('')
  const [index, setIndex] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => void output.setSearch(text), text === '' ? 0 : 120)
    return () => clearTimeout(timer)
  }, [output, text])
  const { matches } = output
  const at = matches.length === 0 ? -1 : ((index % matches.length) + matches.length) % matches.length
  return {
    text,
    set: (next) => {
      setText(next)
      setIndex(0)
    },
    onKeyDown: (event) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      setIndex(at + (event.shiftKey ? -1 : 1))
    },
    place: at + 1,
    current: text === '' || at < 0 ? -1 : output.placeOf(matches[at])
  }
}
