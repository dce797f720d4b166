import { useCallback, useEffect, useRef, useState } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import type { Events } from '../../../ipc/contract'
import { openProject } from '../../app/openFolder'
import { notify } from '../../components/Toast'
import { call, on } from '../../stores/api'
import { useProject } from '../../stores/project'

export type Progress = Events['demo-progress']

export interface Demo {
  /** Set while the demo is being created. */
  readonly progress: Progress | null
  readonly problem: Problem | null
  readonly create: () => void
}

/** Another project was opened meanwhile. */
const isElsewhere = (): boolean => useProject.getState().path !== null

/** Creates the demo project and opens it, saying meanwhile what is done. Who has gone elsewhere by then is told and stays there. */
export function useDemo(): Demo {
  const [progress, setProgress] = useState<Progress | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const busy = useRef(false)
  useEffect(() => on('demo-progress', (step) => busy.current && setProgress(step)), [])
  const create = useCallback(() => {
    if (busy.current) return
    busy.current = true
    setProblem(null)
    setProgress({ sentence: 'Creating the demo project', done: 0, total: 1 })
    call('demo:create', { directory: null })
      .then(async ({ path }) => {
        if (isElsewhere()) notify(`The demo is ready in ${path}`, 'ok')
        else await openProject(path)
      })
      .catch((error: unknown) => (isElsewhere() ? notify(problemOf(error).message, 'failed') : setProblem(problemOf(error))))
      .finally(() => {
        busy.current = false
        setProgress(null)
      })
  }, [])
  return { progress, problem, create }
}
