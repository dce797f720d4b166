/** What the guide asks of the engine, and when it asks again. */
import { problemOf } from '../../../domain/problem'
import { call, on } from '../../stores/api'
import { useNavigation } from '../../stores/navigation'
import { notify } from '../../stores/notices'
import { startedRun } from '../../stores/started-runs'
import { requestKey, requestOf } from './draft'
import { currentPlan, isOpen, leave, tookPrepared, tookProgress, tookTargets, useGuide } from './guide-store'
import type { ChangedPart } from './words'

const SETTLE = 200
const CALM = 1500
const CALMEST = 60_000

let tickets = 0
let timer: ReturnType<typeof setTimeout> | undefined
let waiting: readonly ChangedPart[] = []
let calm = CALM

/** Keeps the open guide up to date until the returned function is called. */
export function followGuide(): () => void {
  calm = CALM
  waiting = []
  void loadTargets()
  schedule(0)
  const stops = [
    on('prepare-progress', ({ ticket, check, total }) => useGuide.setState((state) => tookProgress(state, ticket, check, total))),
    on('project-changed', ({ project, what }) => project === useGuide.getState().id.project && noticed(what)),
    useGuide.subscribe((now, before) => keyOf(now) !== keyOf(before) && schedule(SETTLE))
  ]
  return () => {
    clearTimeout(timer)
    timer = undefined
    stops.forEach((stop) => stop())
    useGuide.setState({ preparing: null, waitingSince: null })
  }
}

const keyOf = ({ id, draft }: ReturnType<typeof useGuide.getState>): string | null => requestKey(requestOf(id, draft))

function schedule(wait: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => {
    timer = undefined
    void prepare()
  }, wait)
}

/** Looks again now. */
export function checkAgain(): void {
  calm = CALM
  useGuide.setState({ refused: null })
  void loadTargets()
  schedule(0)
}

// What changes on disk may be a trace of our own looking: the wait grows while the plan stays the same.
function noticed(what: readonly ChangedPart[]): void {
  const relevant = what.filter((part) => part !== 'snapshots')
  if (relevant.length === 0 || useGuide.getState().starting) return
  if (relevant.includes('registry') || relevant.includes('settings')) void loadTargets()
  waiting = [...new Set([...waiting, ...relevant])]
  // What is about to be asked anyway is not put off, however often something changes.
  if (useGuide.getState().preparing === null && timer === undefined) schedule(calm)
}

async function loadTargets(): Promise<void> {
  const { project, environment } = useGuide.getState().id
  const current = (): boolean => useGuide.getState().id.environment === environment && useGuide.getState().id.project === project
  try {
    const targets = await call('guide:targets', { project, environment })
    if (current()) useGuide.setState((state) => tookTargets(state, targets))
  } catch (error) {
    if (current()) useGuide.setState({ targetsProblem: problemOf(error) })
  }
}

async function prepare(): Promise<void> {
  const { id, draft, prepared } = useGuide.getState()
  const request = requestOf(id, draft)
  const key = requestKey(request)
  if (request === null || key === null) return useGuide.setState({ preparing: null })
  tickets += 1
  const ticket = `guide-${Date.now().toString(36)}-${tickets}`
  const because = waiting
  waiting = []
  useGuide.setState({ preparing: { ticket, checks: [], total: prepared?.view.checks.length ?? 0 }, problem: null })
  const current = (): boolean => useGuide.getState().preparing?.ticket === ticket
  try {
    const view = await call('guide:prepare', { project: id.project, request, ticket })
    if (!current()) return
    const same = prepared?.view.plan?.hash === view.plan?.hash
    calm = same && because.length > 0 ? Math.min(calm * 2, CALMEST) : CALM
    useGuide.setState((state) => tookPrepared(state, { key, view }, because))
  } catch (error) {
    if (current()) useGuide.setState({ problem: problemOf(error), preparing: null })
  }
  if (waiting.length > 0) schedule(calm)
}

/** Confirms the plan that is shown, and goes to its run. */
export async function start(): Promise<void> {
  const state = useGuide.getState()
  const plan = currentPlan(state)?.plan
  const request = requestOf(state.id, state.draft)
  if (!plan || request === null || state.starting) return
  const { reason, forced, typedName, acceptsDataLoss } = state.draft
  useGuide.setState({ starting: true, refused: null })
  try {
    const { runId } = await call('run:start', {
      project: state.id.project, request, planHash: plan.hash, reason: reason.trim(), forced: [...forced],
      typedName: typedName === '' ? null : typedName, acceptsDataLoss, onFailure: 'ask'
    })
    leave(state.id)
    startedRun(runId)
    useNavigation.getState().go({ screen: 'run', runId })
  } catch (error) {
    const refused = problemOf(error)
    // Another guide is open by now, and would show it as its own.
    if (!isOpen(state.id)) return notify(`${state.id.environment}: the run was not started. ${refused.message}`, 'failed')
    useGuide.setState({ starting: false, refused, ...(refused.code === 'stale-plan' ? { unseen: true } : {}) })
    // The new plan is there by the time that the refusal has been read.
    if (refused.code === 'stale-plan') schedule(0)
  }
}
