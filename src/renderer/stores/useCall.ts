import { useCallback, useEffect, useReducer, useRef } from 'react'
import { problemOf, type Problem } from '../../domain/problem'
import type { CallName, Input, Outputs } from '../../ipc/contract'
import { call, on, type Changed } from './api'

export interface Loaded<T> {
  /** The newest answer to this input; it stays while the same is asked again. */
  readonly value: T | undefined
  readonly problem: Problem | undefined
  readonly loading: boolean
  readonly reload: () => void
}

export interface UseCallOptions {
  /** Ask again when this changes on disk. */
  readonly refreshOn?: readonly Changed[]
  /** Keep the answer to the former input until the new one is there: for filters and pages. */
  readonly keep?: boolean
}

interface State<T> {
  /** The input that the value answers. */
  readonly key: string
  readonly value: T | undefined
  readonly problemKey: string
  readonly problem: Problem | undefined
  readonly loading: boolean
}

/** Asks the engine for what a screen shows, and again when the input changes or the project does. Null asks nothing. */
export function useCall<K extends CallName>(name: K, input: Input<K> | null, options: UseCallOptions = {}): Loaded<Outputs[K]> {
  const [state, change] = useReducer(
    (before: State<Outputs[K]>, next: Partial<State<Outputs[K]>>) => ({ ...before, ...next }),
    { key: '', value: undefined, problemKey: '', problem: undefined, loading: input !== null }
  )
  const key = JSON.stringify(input ?? null)
  const asked = useRef(0)
  const reload = useCallback(() => {
    const wanted = JSON.parse(key) as Input<K> | null
    if (wanted === null) return
    const mine = ++asked.current
    change({ loading: true })
    const ask = call as (name: K, input: Input<K>) => Promise<Outputs[K]>
    ask(name, wanted).then(
      (value) => mine === asked.current && change({ key, value, problem: undefined, loading: false }),
      (error: unknown) => mine === asked.current && change({ problemKey: key, problem: problemOf(error), loading: false })
    )
  }, [name, key])
  useEffect(reload, [reload])
  useRefresh(reload, key, options.refreshOn)
  const answered = state.key === key
  const problem = state.problemKey === key ? state.problem : undefined
  return {
    value: answered || options.keep ? state.value : undefined,
    problem,
    loading: input !== null && (state.loading || (!answered && problem === undefined)),
    reload
  }
}

function useRefresh(reload: () => void, key: string, refreshOn: readonly Changed[] = []): void {
  const parts = refreshOn.join(' ')
  useEffect(() => {
    if (parts === '') return
    const wanted = parts.split(' ')
    const input = JSON.parse(key) as { readonly project?: string } | null
    return on('project-changed', ({ project, what }) => {
      if (project === input?.project && what.some((part) => wanted.includes(part))) reload()
    })
  }, [reload, key, parts])
}
