import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Problem } from '../../../domain/problem'
import type { HistoryRow, HistoryView } from '../../../domain/views'
import { useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'

export interface HistoryFilter {
  readonly text: string
  readonly environment: string | null
}

export interface History {
  /** The newest answer; it stays until the next one is there. */
  readonly view: HistoryView | undefined
  readonly problem: Problem | undefined
  readonly rowAt: (index: number) => HistoryRow | undefined
  /** Where a run stands; -1 when it is not among the rows that were read. */
  readonly placeOf: (runId: string) => number
  readonly see: (first: number, last: number) => void
  readonly reload: () => void
}

const STEP = 300
/** Three steps are read: what is in sight, and as much before and after it. */
const LIMIT = 3 * STEP

/** The records that the filter leaves: a window of rows that follows what is in sight. */
export function useHistory({ text, environment }: HistoryFilter): History {
  const project = useProjectPath()
  const key = JSON.stringify([text, environment])
  const [place, setPlace] = useState({ key, offset: 0 })
  const offset = place.key === key ? place.offset : 0
  const asked = useCall('history:list', { project, text, environment, offset, limit: LIMIT }, { refreshOn: ['runs'] })
  const [last, setLast] = useState<{ readonly view: HistoryView; readonly offset: number }>()
  useEffect(() => {
    if (asked.value) setLast({ view: asked.value, offset })
  }, [asked.value, offset])
  const shown = useMemo(() => (asked.value ? { view: asked.value, offset } : last), [asked.value, offset, last])
  const see = useCallback((first: number) => {
    const next = Math.max(0, Math.floor(first / STEP) - 1) * STEP
    setPlace((before) => (before.key === key && before.offset === next ? before : { key, offset: next }))
  }, [key])
  const rowAt = useCallback((index: number) => shown?.view.rows[index - shown.offset], [shown])
  const placeOf = (runId: string): number => {
    const index = shown?.view.rows.findIndex(({ record }) => record.entry.runId === runId) ?? -1
    return index < 0 ? -1 : index + (shown?.offset ?? 0)
  }
  return { view: shown?.view, problem: asked.problem, rowAt, placeOf, see, reload: asked.reload }
}
