import { useState } from 'react'
import { HEAD_LIMIT, noHead, parseHead, tooLargeForHead } from '../../../domain/history/heads'
import { problemOf, type Problem } from '../../../domain/problem'
import type { HistoryVerified } from '../../../domain/views'
import { call } from '../../stores/api'
import { useProjectPath } from '../../stores/project'

/** What is compared with, and what came of it. */
interface Compared {
  readonly text: string
  /** Of its file, where it came out of one. */
  readonly file: string | null
  readonly busy: boolean
  readonly found: HistoryVerified | null
  readonly problem: Problem | null
}

export interface CompareHead extends Compared {
  readonly type: (text: string) => void
  readonly compare: () => void
  /** In the dialog of the system; what was chosen is compared with at once. */
  readonly choose: () => void
  readonly drop: (file: File) => void
}

const NOTHING: Compared = { text: '', file: null, busy: false, found: null, problem: null }

/** A head that was exported earlier, compared with the history as it is now. One question at a time. */
export function useCompareHead(): CompareHead {
  const project = useProjectPath()
  const [state, set] = useState(NOTHING)
  const during = async (now: Partial<Compared>, work: () => Promise<Partial<Compared>>): Promise<void> => {
    if (state.busy) return
    set((before) => ({ ...before, ...now, busy: true, found: null, problem: null }))
    const after = await work().catch((error: unknown) => ({ problem: problemOf(error) }))
    set((before) => ({ ...before, ...after, busy: false }))
  }
  const found = async (text: string): Promise<Partial<Compared>> => {
    parseHead(text)
    return { found: await call('history:verify', { project, head: text }) }
  }
  const read = (from: () => Promise<{ readonly name: string; readonly text: string } | null>): Promise<void> => during({}, async () => {
    const given = await from()
    if (given === null) return {}
    set((before) => ({ ...before, text: given.text, file: given.name }))
    return found(given.text)
  })
  return {
    ...state,
    type: (text) => state.busy || set({ ...NOTHING, text }),
    compare: () => void during({}, () => found(state.text)),
    choose: () => void read(() => call('app:choose-head')),
    drop: (file) => void read(() => textOf(file))
  }
}

/** As a person dropped it, never more than a head can have. */
async function textOf(file: File): Promise<{ readonly name: string; readonly text: string }> {
  if (file.size > HEAD_LIMIT) throw tooLargeForHead(file.name)
  return { name: file.name, text: await file.text().catch(() => { throw noHead(`${file.name} cannot be read as a file.`) }) }
}
