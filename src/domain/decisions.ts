/** What can be decided when a run waits or was interrupted, and what each choice would do. Asked by engine, window and terminal alike. */
import type { Step } from './plan'
import { isOnce } from './repeatable'
import type { Decision, DecisionNeeded, RunState } from './run'
import { serviceKey } from './facts'
import { canBeUndone, downServices, endedServices, isOver, unsureSteps, type SnapshotKnown } from './situation'
import { amount, durationInSentence, listOf } from './text'

export interface Choice {
  readonly decision: Decision
  readonly title: string
  readonly sentence: string
  /** What serves then, how long services are still down, and what becomes of the data: a few words each. */
  readonly serves: string
  readonly down: string
  readonly data: string
  /** Data is lost by it. */
  readonly loses: boolean
}

/** The recommended one first: to take back what may not simply happen twice. Undo needs a verified snapshot and something to take back; skip needs every step concerned to say that it is safe. */
export function decisionOptions(state: RunState, about: Pick<DecisionNeeded, 'step' | 'aborted'>): readonly Decision[] {
  const concerned = about.step === null ? about.aborted : [about.step]
  const skips = concerned.length > 0 && concerned.every((id) => skipSentence(state, id) !== null)
  const goOn: readonly Decision[] = ['retry', ...(skips ? ['skip' as const] : [])]
  const takeBack: readonly Decision[] = canBeUndone(state) ? ['undo'] : []
  return unsureSteps(state).length > 0 ? [...takeBack, ...goOn, 'stop'] : [...goOn, ...takeBack, 'stop']
}

const stepOf = (state: RunState, id: string): Step | undefined => state.header.plan.steps.find((step) => step.id === id)
const skipSentence = (state: RunState, id: string): string | null => stepOf(state, id)?.skip ?? null

/** Of a run that nobody drives, `retry` means to resume it, and `stop` to mark it as failed. Without its snapshot there is no way back, so it does not go on. */
export function choicesOf(state: RunState, driven: boolean, snapshot: SnapshotKnown = 'noted'): readonly Choice[] {
  if (state.status === 'finished' || (driven && state.decision === null)) return []
  const { decision } = state
  const options = driven && decision ? decision.options : state.snapshot !== null && snapshot === 'gone' ? ['stop' as const] : decisionOptions(state, { step: null, aborted: [] })
  return options.map((option) => CHOICES[option](state, driven))
}

const CHOICES: Readonly<Record<Decision, (state: RunState, driven: boolean) => Choice>> = { retry, skip, undo, stop }

const lower = (title: string): string => (/^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title)
const stepsLeft = (state: RunState): readonly Step[] => state.header.plan.steps.filter((step) => !isOver(state, step))

function retry(state: RunState, driven: boolean): Choice {
  const failed = driven && state.decision?.step ? stepOf(state, state.decision.step) : undefined
  const left = stepsLeft(state)
  const many = `${left.length} ${left.length === 1 ? 'step is' : 'steps are'} left`
  return {
    decision: 'retry', title: failed ? `Try again to ${lower(failed.title)}, then go on` : 'Go on where it stopped',
    sentence: failed ? `${isOnce(failed) ? 'It happens a second time then: choose this only when you know that this is right' : 'Works once the cause is gone'}; ${many}. If it fails again, you are asked again.` : resumeSentence(state, many),
    ...onward(state, left)
  }
}

function resumeSentence(state: RunState, many: string): string {
  const unsure = unsureSteps(state)
  const asked = unsure.length === 0 ? '' : ` You say first whether this happened: ${listOf(unsure.map(({ title }) => lower(title)))}.`
  return `${many}; what is already so is not done again.${asked}`
}

function skip(state: RunState): Choice {
  const concerned = concernedBy(state)
  return {
    decision: 'skip', title: `Go on without it: ${listOf(concerned.map(({ title }) => lower(title)))}`, sentence: concerned.map((step) => step.skip ?? '').join(' '),
    ...onward(state, stepsLeft(state).filter((step) => !concerned.includes(step))), ...withoutEnded(state)
  }
}

/** To go on without waiting for a service, or asking it, starts none that has ended. */
function withoutEnded(state: RunState): Partial<Pick<Choice, 'serves' | 'down'>> {
  const ended = endedServices(state)
  return ended.length === 0 ? {} : { serves: without(state, state.header.plan.to.version, ended), down: UNTIL_YOU_ACT }
}

const UNTIL_YOU_ACT = 'until you act'
const without = ({ header }: RunState, what: string, down: readonly string[]): string =>
  down.length === header.plan.definition.services.length ? 'nothing' : `${what}, without ${listOf(down)}`

const concernedBy = (state: RunState): readonly Step[] => {
  const { decision } = state
  const ids = decision === null ? [] : decision.step === null ? decision.aborted : [decision.step]
  return ids.flatMap((id) => stepOf(state, id) ?? [])
}

/** What follows from going on to the end. */
function onward(state: RunState, left: readonly Step[]): Pick<Choice, 'serves' | 'down' | 'data' | 'loses'> {
  const rows = state.header.rowsAtStake ?? null
  const loses = rows !== 0 && left.some(({ effect }) => effect === 'loses-data')
  const down = downServices(state).length > 0 || left.some(({ phase }) => phase === 'stop')
  const untilUp = left.slice(0, left.findLastIndex(({ phase }) => phase === 'start') + 1)
  return {
    serves: state.header.plan.to.version, down: down ? timeOf(state, untilUp) : 'none', loses,
    data: !loses ? 'nothing lost' : rows === null ? 'what was written since the copy is lost' : `about ${amount(rows)} ${rows === 1 ? 'row' : 'rows'} lost`
  }
}

function timeOf({ header: { expected } }: RunState, steps: readonly Step[]): string {
  const times = steps.map(({ id }) => expected[id])
  return times.some((time) => time === undefined) ? 'not measured yet' : `about ${durationInSentence(times.reduce<number>((sum, time) => sum + (time ?? 0), 0))}`
}

function undo(state: RunState): Choice {
  const { plan } = state.header
  const from = plan.from?.version ?? 'what ran before'
  const swapped = plan.steps.some(({ id, effect }) => effect === 'loses-data' && state.steps[id]?.status === 'done')
  const down = downServices(state)
  const ended = plan.definition.services.filter(({ name }) => down.includes(name)).flatMap(({ name, hosts }) => hosts.map((host) => serviceKey(name, host)))
  const touched = new Set([...ended, ...plan.steps.filter(({ id, phase }) => phase === 'stop' && (state.steps[id]?.attempt ?? 0) > 0).map(({ resource }) => resource)])
  const started = plan.steps.filter(({ phase, resource }) => phase === 'start' && touched.has(resource))
  const loses = swapped && started.some(({ id }) => state.steps[id]?.status === 'done')
  return {
    decision: 'undo', title: `Go back to ${from}, as before this run`, loses,
    sentence: 'From the verified snapshot, through the same guide: you see its plan before anything runs.',
    serves: from, down: touched.size === 0 ? 'none' : timeOf(state, started), data: loses ? 'what was written since the restore is lost' : 'nothing lost'
  }
}

function stop(state: RunState, driven: boolean): Choice {
  const down = downServices(state)
  const stays = down.length > 0 ? 'Services that are down stay down until you undo or start a new rollback.' : 'Nothing more is done.'
  const serves = down.length === 0 ? 'what runs now' : without(state, 'what runs now', down)
  return {
    decision: 'stop', title: 'Leave everything as it is now', sentence: `The run is recorded as ${driven && state.decision?.step === null ? 'stopped' : 'failed'}. ${stays}`,
    serves, down: down.length > 0 ? UNTIL_YOU_ACT : 'none', data: 'nothing lost', loses: false
  }
}
