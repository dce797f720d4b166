import type { DataChoice, RollbackRequest } from '../../../domain/plan'
import type { PreparedView, TargetsView } from '../../../domain/views'
import type { GuideStep } from '../../app/routes'

/** Which rollback a guide is about. */
export interface GuideId {
  readonly project: string
  readonly environment: string
  /** The run to take back; null for a rollback. */
  readonly undo: string | null
}

export const COMPARE_TABS = ['all', 'schema', 'config', 'releases', 'commits', 'files'] as const
export type CompareTab = (typeof COMPARE_TABS)[number]

/** What the operator has chosen and typed so far. Kept while the window is open. */
export interface Draft {
  readonly step: GuideStep
  /** Null until one is chosen or suggested. */
  readonly deploymentId: string | null
  /** Null = all. */
  readonly services: readonly string[] | null
  readonly data: DataChoice
  readonly credentials: Readonly<Record<string, 'today' | 'then'>>
  /** Ids of checks to override. */
  readonly forced: readonly string[]
  readonly reason: string
  readonly typedName: string
  readonly acceptsDataLoss: boolean
  readonly tab: CompareTab
  /** Path of the file whose changes are open. */
  readonly file: string | null
  /** Id of the check whose detail is open; null = the first that needs attention. */
  readonly check: string | null
}

export const EMPTY_DRAFT: Draft = {
  step: 'target', deploymentId: null, services: null, data: 'keep', credentials: {}, forced: [], reason: '', typedName: '',
  acceptsDataLoss: false, tab: 'all', file: null, check: null
}

export const idKey = ({ project, environment, undo }: GuideId): string => JSON.stringify([project, environment, undo])

/** What is asked of the engine; null while there is nothing to ask: no target, or no service. */
export function requestOf(id: GuideId, draft: Draft): RollbackRequest | null {
  if (id.undo === null && draft.deploymentId === null) return null
  if (draft.services?.length === 0) return null
  return {
    environment: id.environment,
    deploymentId: id.undo === null ? draft.deploymentId : null,
    undo: id.undo,
    services: draft.services ?? [],
    data: draft.data,
    credentials: draft.credentials
  }
}

export const requestKey = (request: RollbackRequest | null): string | null => (request === null ? null : JSON.stringify(request))

/** Chooses the suggested target where none is chosen yet; the current one where none is suggested, to start what does not run. */
export function withTargets(draft: Draft, targets: TargetsView): Draft {
  const known = draft.services?.filter((name) => targets.services.some((service) => service.name === name)) ?? null
  const services = known?.length === targets.services.length ? null : known
  return { ...draft, services, deploymentId: draft.deploymentId ?? targets.suggested ?? currentIn(targets) }
}

const currentIn = ({ rows }: TargetsView): string | null => rows.find(({ ended, available }) => ended === 'current' && available)?.deploymentId ?? null

/** Ticks or unticks a service; all ticked is the same as no selection. */
export function withService(draft: Draft, all: readonly string[], name: string, on: boolean): Draft {
  const chosen = new Set(draft.services ?? all)
  if (on) chosen.add(name)
  else chosen.delete(name)
  const services = all.filter((one) => chosen.has(one))
  return { ...draft, services: services.length === all.length ? null : services }
}

/** Another target is another rollback: what was overridden for the old one does not count for the new one. */
export function withTarget(draft: Draft, deploymentId: string): Draft {
  if (draft.deploymentId === deploymentId) return draft
  return { ...draft, deploymentId, forced: [], acceptsDataLoss: false, check: null, file: null, credentials: {} }
}

/** What the way to the guide asks for. */
export type Wanted = Partial<Pick<Draft, 'deploymentId' | 'services' | 'step'>>

/** Another target or other services than those that were left here start at the first step. */
export function withWanted(draft: Draft, { deploymentId, services, step }: Wanted): Draft {
  const other = typeof deploymentId === 'string' && deploymentId !== draft.deploymentId ? withTarget(draft, deploymentId) : draft
  const narrowed = services === undefined ? other : { ...other, services }
  const isOther = other !== draft || (services !== undefined && JSON.stringify(services) !== JSON.stringify(draft.services))
  return { ...narrowed, step: step ?? (isOther ? 'target' : draft.step) }
}

/** Keeps what still means the same in the new plan; what was typed always stays. */
export function settled(draft: Draft, before: PreparedView | null, after: PreparedView): Draft {
  const forcible = after.checks.filter((check) => !check.passed && check.blocking === 'unless-forced').map((check) => check.id)
  const sameLoss = before === null || lossKey(before) === lossKey(after)
  return {
    ...draft,
    forced: draft.forced.filter((id) => forcible.includes(id)),
    acceptsDataLoss: draft.acceptsDataLoss && sameLoss
  }
}

const lossKey = ({ databases }: PreparedView): string =>
  JSON.stringify(databases.map(({ name, choice, copy }) => [name, choice, choice === 'keep' ? null : (copy?.takenAt ?? null)]))

export const STEPS: readonly GuideStep[] = ['target', 'compare', 'checks', 'plan', 'confirm']
export const STEP_TITLES: Readonly<Record<GuideStep, string>> = {
  target: 'Target', compare: 'Compare', checks: 'Checks', plan: 'Plan', confirm: 'Confirm'
}
export const nextStep = (step: GuideStep): GuideStep => STEPS[STEPS.indexOf(step) + 1] ?? step
export const previousStep = (step: GuideStep): GuideStep => STEPS[STEPS.indexOf(step) - 1] ?? step
