/** What stays as it is though the target was asked for, a sentence each. */
import { databaseWords } from './definition'
import { configKey, databaseKey } from './facts'
import type { PlanInput, Target } from './planning'
import { listOf } from './text'
import type { Scope } from './wanted-scope'

export const notesOf = (input: PlanInput, scope: Scope): readonly string[] =>
  [...notDeployed(input, scope), ...codeNotCaptured(input, scope), ...configNotCaptured(input, scope), ...sharedFiles(input, scope), ...sharedDatabases(input, scope), ...otherDatabases(input, scope)]

function notDeployed({ target }: PlanInput, { whole, moving }: Scope): readonly string[] {
  if (target.manifest || target.request.services.length > 0) return []
  const left = whole.services.map(({ name }) => name).filter((name) => !moving.has(name))
  return left.length === 0 ? [] : [`${listOf(left)} ${left.length === 1 ? 'was' : 'were'} not deployed with ${target.to.version}: ${left.length === 1 ? 'it' : 'they'} ${stays(left)}.`]
}

function codeNotCaptured({ target }: PlanInput, { part }: Scope): readonly string[] {
  if (target.manifest) return []
  const without = part.services.map(({ name }) => name).filter((name) => (target.releases[name] ?? null) === null)
  return without.length === 0 ? [] : [`No release of ${listOf(without)} was recorded with ${target.to.version}: the code that is there is started.`]
}

function configNotCaptured({ target }: PlanInput, { part }: Scope): readonly string[] {
  const missing = part.config.map(({ path }) => path).filter((path) => digestThen(target, path) === undefined)
  return missing.length === 0 ? [] : [`Configuration was not captured with ${target.to.version}: ${listOf(missing)} ${stays(missing)}.`]
}

/** Of a file as it will be, or was: what others use too is captured and does not go back. Undefined: nothing is known of it. */
const digestThen = ({ files, manifest }: Target, path: string): string | null | undefined =>
  (files.find((file) => file.path === path) ?? manifest?.files.find((file) => file.path === path))?.digest

/** Those with the same users in one sentence. */
function sharedFiles(input: PlanInput, { part, uses, moving, owns }: Scope): readonly string[] {
  const usersOf = (path: string): string => uses.config(path).join('\n')
  const shared = part.config.map(({ path }) => path).filter((path) => !owns(uses.config(path)) && differsNow(input, path))
  return [...new Set(shared.map(usersOf))].map((users) => sharedWords(input, shared.filter((path) => usersOf(path) === users), users.split('\n'), moving))
}

/** That code of then runs with a configuration of now is a risk, and said. */
function sharedWords({ target }: PlanInput, paths: readonly string[], users: readonly string[], moving: ReadonlySet<string>): string {
  const [are, they] = paths.length === 1 ? ['is', 'it'] : ['are', 'they']
  const mine = users.filter((user) => moving.has(user))
  return `${listOf(paths)} ${are} also used by ${listOf(users.filter((user) => !moving.has(user)))}: ${they} ${stays(paths)}, so ${listOf(mine)} of ${target.to.version} ${mine.length === 1 ? 'runs' : 'run'} on the configuration of now.`
}

function differsNow({ target, observed }: PlanInput, path: string): boolean {
  const [then, fact] = [digestThen(target, path), observed.facts[configKey(path)]]
  return then !== undefined && !(fact?.known === true && fact.is.kind === 'config' && fact.is.digest === then)
}

const sharedDatabases = ({ target }: PlanInput, { whole, uses, moving, owns }: Scope): readonly string[] =>
  target.databases.flatMap(({ name }) => {
    const users = uses.database(name)
    return owns(users) || !users.some((user) => moving.has(user)) ? [] : [alsoUsed(databaseWords(whole.services, name), users, moving)]
  })

/** Of an undo, which moves only what its run moved. */
function otherDatabases({ target, observed }: PlanInput, { part }: Scope): readonly string[] {
  if (target.kind !== 'undo') return []
  return (target.manifest?.databases ?? []).flatMap(({ name, lineage }) => {
    const fact = observed.facts[databaseKey(name)]
    const isOther = fact?.known === true && fact.is.kind === 'database' && fact.is.lineage !== lineage
    const moves = target.databases.some((wanted) => wanted.name === name)
    return isOther && !moves && part.databases.some((database) => database.name === name) ? [`${name} is not the database that it was before the run: it stays as it is.`] : []
  })
}

const stays = (names: readonly string[]): string => (names.length === 1 ? 'stays as it is' : 'stay as they are')

const alsoUsed = (name: string, users: readonly string[], moving: ReadonlySet<string>): string =>
  `${name} is also used by ${listOf(users.filter((user) => !moving.has(user)))}: it stays as it is.`
