import type { ReactNode } from 'react'
import { create } from 'zustand'

export type NoticeTone = 'neutral' | 'ok' | 'failed'

export interface Notice {
  readonly id: number
  readonly text: ReactNode
  readonly tone: NoticeTone
}

const AT_MOST = 3
const SHOWN_FOR = 6000
let last = 0

export const useNotices = create<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }))

/** Says in the corner what was done: "Plan copied, 20 commands." Failures stay until they are closed. */
export function notify(text: ReactNode, tone: NoticeTone = 'neutral'): void {
  const id = ++last
  useNotices.setState(({ notices }) => ({ notices: [...notices, { id, text, tone }].slice(-AT_MOST) }))
  if (tone !== 'failed') setTimeout(() => dismiss(id), SHOWN_FOR)
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}
