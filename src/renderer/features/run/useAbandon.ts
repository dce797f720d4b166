import { useEffect, useRef, useState } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import type { GivenUp } from '../../../domain/views'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProject, useProjectPath } from '../../stores/project'
import { untilFree, type WaitingSince } from '../takeover/waiting'

interface State {
  readonly busy: boolean
  readonly refused: Problem | null
  /** Waiting until nobody else holds the environment: since when. */
  readonly since: string | null
  /** Nobody holds it any more: it can be given up, as it is now. */
  readonly free: boolean
}

export interface Abandoning extends State {
  readonly abandon: (reason: string) => void
  readonly wait: () => void
  readonly stop: () => void
  /** Looks at what is there now, once nobody else holds it. */
  readonly look: () => void
}

const NOTHING: State = { busy: false, refused: null, since: null, free: false }

/** A run, and what it was when it was asked about. */
export interface Abandoned { readonly runId: string; readonly environment: string; readonly what: GivenUp }

/** A run is given up where it stands, after waiting for whoever holds its environment; leaving gives the waiting up. */
export function useAbandon({ runId, environment, what }: Abandoned, onDone: () => void): Abandoning {
  const project = useProjectPath()
  const [state, set] = useState(NOTHING)
  const here = useHere()
  const since = useWaitingSince((next) => set({ ...NOTHING, since: next }))
  const abandon = async (reason: string): Promise<void> => {
    set({ ...NOTHING, busy: true })
    try {
      await call('run:abandon', { project, runId, reason, what })
      onDone()
    } catch (error) {
      const refused = problemOf(error)
      if (here()) set({ ...NOTHING, refused })
      else notify(`The run in ${environment} is left open. ${refused.message}`, 'failed')
    }
  }
  const look = async (): Promise<void> => {
    set(NOTHING)
    await useProject.getState().refresh(false)
    set({ ...NOTHING, free: true })
  }
  const wait = async (): Promise<void> => {
    if (await untilFree({ project, environment }, since)) await look()
  }
  return { ...state, abandon: (reason) => void abandon(reason), wait: () => void wait(), stop: () => since.set(null), look: () => void look() }
}

/** Whether the place that asked is still there. */
function useHere(): () => boolean {
  const here = useRef(false)
  useEffect(() => {
    here.current = true
    return () => { here.current = false }
  }, [])
  return () => here.current
}

function useWaitingSince(shown: (since: string | null) => void): WaitingSince {
  const now = useRef<string | null>(null)
  useEffect(() => () => { now.current = null }, [])
  return {
    get: () => now.current,
    set: (since) => {
      now.current = since
      shown(since)
    }
  }
}
