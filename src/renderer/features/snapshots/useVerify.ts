import { useEffect, useRef, useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { VerifyLevel } from '../../../domain/snapshot-policy'
import type { SnapshotRow, UntriedSnapshot, VerifyProgress } from '../../../domain/views'
import { notify } from '../../components/Toast'
import { call, on } from '../../stores/api'
import { useProjectPath } from '../../stores/project'
import { verifiedSentence } from './words'

export interface Verifying {
  /** Those whose turn is still to come, and the one that is read now. */
  readonly ids: ReadonlySet<string>
  /** How far the one is that is read or restored now. */
  readonly progress: VerifyProgress | undefined
  readonly verify: (ids: readonly string[], level: VerifyLevel) => Promise<void>
  readonly stop: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** Verifies snapshots, one after the other, so that each answer shows at once. */
export function useVerify(onVerified: () => void): Verifying {
  const project = useProjectPath()
  const [ids, setIds] = useState(NONE)
  const [progress, setProgress] = useState<VerifyProgress>()
  const stopped = useRef(false)
  useEffect(() => on('verify-progress', (told) => told.project === project && setProgress(told.progress)), [project])
  const verify = async (wanted: readonly string[], level: VerifyLevel): Promise<void> => {
    if (ids.size > 0) return
    stopped.current = false
    const left = new Set(wanted)
    const rows: SnapshotRow[] = []
    const untried: UntriedSnapshot[] = []
    try {
      for (const id of wanted) {
        if (stopped.current) break
        setIds(new Set(left))
        const answer = await call('snapshots:verify', { project, id, level })
        rows.push(...answer.rows.filter((row) => row.id === id))
        untried.push(...answer.untried)
        left.delete(id)
        onVerified()
      }
      const { text, ok } = verifiedSentence(rows, level, wanted.length, untried)
      notify(text, ok ? 'ok' : 'failed')
    } catch (error) {
      const { code, message } = problemOf(error)
      if (code === 'cancelled') notify('Stopped. What was verified before that is remembered.')
      else notify(message, 'failed')
    }
    setIds(NONE)
    setProgress(undefined)
  }
  const stop = (): void => {
    stopped.current = true
    void call('snapshots:stop', { project })
  }
  // News of how far it is may come after the answer: of one that is not being looked at any more it says nothing.
  return { ids, progress: progress && ids.has(progress.id) ? progress : undefined, verify, stop }
}
