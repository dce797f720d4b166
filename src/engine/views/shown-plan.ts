/** Plans as they leave the engine: what an old manifest says in plain text is hidden in its commands. What is run is the plan itself. */
import { isSecretName, maskArguments } from '../../domain/config'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Json } from '../../domain/facts'
import type { Action, Plan, Step } from '../../domain/plan'
import type { RunEvent, RunHeader } from '../../domain/run'
import { MASK } from '../hosts/secrets'

type Mask = (text: string) => string

/** Names, ids and hashes stay: only commands, their variables and addresses are masked. */
export const shownPlan = (plan: Plan, mask: Mask): Plan => ({ ...plan, definition: shownDefinition(plan.definition, mask), steps: plan.steps.map((step) => shownStep(step, mask)) })

export const shownHeader = (header: RunHeader, mask: Mask): RunHeader =>
  ({ ...header, plan: shownPlan(header.plan, mask), ...(header.definition ? { definition: shownDefinition(header.definition, mask) } : {}) })

export function shownEvent(event: RunEvent, mask: Mask): RunEvent {
  if (event.type === 'run-started') return { ...event, run: shownHeader(event.run, mask) }
  return event.type === 'run-resumed' && event.steps ? { ...event, steps: event.steps.map((step) => shownStep(step, mask)) } : event
}

function shownStep(step: Step, mask: Mask): Step {
  const { action } = step
  const shown = Object.entries(action).filter(([key, value]) => value !== null && value !== undefined && COMMANDS.has(key)).map(([key, value]) => [key, shownIn(value as Json, key, mask)] as const)
  return { ...step, action: { ...action, ...Object.fromEntries(shown) } as Action }
}
const COMMANDS = new Set(['argv', 'build', 'env', 'probes'])

const shownDefinition = (definition: EnvironmentDefinition, mask: Mask): EnvironmentDefinition => ({
  ...definition,
  services: definition.services.map((service) => ({ ...service, health: shownIn(service.health, '', mask), settings: shownIn(service.settings, '', mask) })),
  databases: definition.databases.map((database) => ({ ...database, settings: shownIn(database.settings, '', mask), ...(database.migrate ? { migrate: shownIn(database.migrate, '', mask) } : {}) }))
})

/** A list of texts is a command; a value is judged by its key too. */
function shownIn<T>(value: T, key: string, mask: Mask): T {
  if (typeof value === 'string') return (isSecretName(key) && !/^\$\w+$/.test(value) && value !== '' ? MASK : mask(value)) as T
  if (typeof value === 'number') return (isSecretName(key) ? MASK : value) as T
  if (Array.isArray(value)) return (value.every((item) => typeof item === 'string') ? maskArguments(value, mask, MASK) : value.map((item) => shownIn(item as Json, key, mask))) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shownIn(inner as Json, name, mask)])) as T
}
