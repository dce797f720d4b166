/** Which services a request moves, and who uses what. */
import type { EnvironmentDefinition } from './definition'
import { usesIt } from './definition'
import { mergeDefinition } from './merge-definition'
import type { Target } from './planning'

export interface Uses {
  /** Names of the services that use a configuration file, then or today. */
  config(path: string): readonly string[]
  database(name: string): readonly string[]
}
export interface Scope {
  /** Everything that the environment has, then or today. */
  readonly whole: EnvironmentDefinition
  readonly moving: ReadonlySet<string>
  readonly uses: Uses
  /** What is involved: services that move, the files and databases that they use. */
  readonly part: EnvironmentDefinition
  /** True when none but the moving services are among the users; what nobody uses belongs to a run of all. */
  owns(users: readonly string[]): boolean
}

export function scopeOf(target: Pick<Target, 'manifest' | 'definition' | 'request' | 'servicesDeployed'>): Scope {
  const then = target.manifest?.definition ?? null
  const whole = then ? mergeDefinition(then, target.definition) : target.definition
  const moving = movingOf(target, whole)
  const uses = usesOf(then ? [then, target.definition] : [target.definition])
  const isAll = target.request.services.length === 0
  const concerns = (users: readonly string[]): boolean => (users.length === 0 ? isAll : users.some((user) => moving.has(user)))
  return { whole, moving, uses, part: partOf(whole, moving, uses, concerns), owns: (users) => concerns(users) && users.every((user) => moving.has(user)) }
}

/** Without a manifest only what the record deployed moves; with one, all that it has and what came later. */
function movingOf(target: Pick<Target, 'manifest' | 'request' | 'servicesDeployed'>, whole: EnvironmentDefinition): ReadonlySet<string> {
  const { servicesDeployed, manifest, request } = target
  const names = whole.services.map(({ name }) => name)
  const concerned = manifest || servicesDeployed === null ? names : names.filter((name) => servicesDeployed.includes(name))
  return new Set(request.services.length === 0 ? concerned : concerned.filter((name) => request.services.includes(name)))
}

function usesOf(definitions: readonly EnvironmentDefinition[]): Uses {
  const users = (usedByIn: (definition: EnvironmentDefinition) => readonly string[] | null | undefined): readonly string[] =>
    [...new Set(definitions.flatMap((definition) => {
      const usedBy = usedByIn(definition)
      return usedBy === undefined ? [] : definition.services.map(({ name }) => name).filter((name) => usesIt(usedBy, name))
    }))]
  return {
    config: (path) => users(({ config }) => config.find((file) => file.path === path)?.usedBy),
    database: (name) => users(({ databases }) => databases.find((database) => database.name === name)?.usedBy)
  }
}

const partOf = (whole: EnvironmentDefinition, moving: ReadonlySet<string>, uses: Uses, concerns: Scope['owns']): EnvironmentDefinition => ({
  ...whole,
  services: whole.services.filter(({ name }) => moving.has(name)),
  databases: whole.databases.filter(({ name }) => concerns(uses.database(name))),
  config: whole.config.filter(({ path }) => concerns(uses.config(path)))
})
