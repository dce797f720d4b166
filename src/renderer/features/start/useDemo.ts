import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import type { Events } from '../../../ipc/contract'
import { openProject } from '../../app/openFolder'
import { notify } from '../../components/Toast'
import { call, on } from '../../stores/api'

export type Progress = Events['demo-progress']

export interface Demo {
  /** Set while the demo is being created. */
  readonly progress: Progress | null
  readonly problem: Problem | null
  readonly create: () => void
}

/** Creates the demo project and opens it, saying meanwhile what is done. Who has gone elsewhere by then is told and stays there. */
export function useDemo(): Demo {
  const [progress, setProgress] = useState<Progress | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const busy = useRef(false)
  const shown = useShown()
  useEffect(() => on('demo-progress', (step) => busy.current && setProgress(step)), [])
  const create = useCallback(() => {
    if (busy.current) return
    busy.current = true
    setProblem(null)
    setProgress({ sentence: 'Creating the demo project', done: 0, total: 1 })
    call('demo:create', { directory: null })
      .then(async ({ path }) => {
        if (shown.current) await openProject(path)
        else notify(`The demo is ready in ${path}`, 'ok')
      })
      .catch((error: unknown) => (shown.current ? setProblem(problemOf(error)) : notify(problemOf(error).message, 'failed')))
      .finally(() => {
        busy.current = false
        setProgress(null)
      })
  }, [shown])
  return { progress, problem, create }
}

/** Whether the screen is still there. */
function useShown(): RefObject<boolean> {
  const shown = useRef(true)
  useEffect(() => {
    shown.current = true
    return () => { shown.current = false }
  }, [])
  return shown
}
