import { useState } from 'react'
import { REASON_LIMIT } from '../../domain/reason'

export interface ReasonField {
  readonly value: string
  readonly set: (value: string) => void
  /** Shown once it was tried without one. */
  readonly error: string | undefined
  /** The reason, or null when it is blank: then the error shows. */
  readonly take: () => string | null
}

/** A required reason that goes into the history. */
export function useReason(): ReasonField {
  const [value, set] = useState('')
  const [tried, setTried] = useState(false)
  const blank = value.trim() === ''
  return {
    value,
    set: (text) => set(text.slice(0, REASON_LIMIT)),
    error: tried && blank ? 'Write why. The reason stands in the history for those who read it later.' : undefined,
    take: () => {
      setTried(true)
      return blank ? null : value.trim()
    }
  }
}
