/** What the parts of an environment say about each other. */
import type { EnvironmentDefinition, ServiceDefinition } from '../definition'
import { listOf } from '../text'
import type { Path } from './document'
import { report, type Checking } from './issues'
import { nearest } from './names'

export function checkReferences(checking: Checking, environment: EnvironmentDefinition, path: Path): void {
  const known = environment.services.map((service) => service.name)
  for (const service of environment.services) checkNames(checking, service.dependsOn, known, [...path, 'services', service.name, 'dependsOn'])
  for (const database of environment.databases) checkNames(checking, database.usedBy ?? [], known, [...path, 'databases', database.name, 'usedBy'])
  for (const [index, file] of environment.config.entries()) checkNames(checking, file.usedBy ?? [], known, [...path, 'config', 'files', index, 'usedBy'])
  const cycle = cycleIn(environment.services)
  if (cycle !== null) report(checking, [...path, 'services', cycle[0] ?? '', 'dependsOn'], `These services wait for each other: ${[...cycle, cycle[0] ?? ''].join(' → ')}. One of them must not depend on the next.`)
}

function checkNames(checking: Checking, names: readonly string[], known: readonly string[], path: Path): void {
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    const hint = near === null ? `There ${known.length === 1 ? 'is' : 'are'} ${listOf(known)}.` : `Did you mean "${near}"?`
    report(checking, [...path, index], `"${String(path.at(-1))}" names "${name}", which is no service of this environment. ${hint}`, { correct: near === null ? null : { from: name, to: near } })
  }
}

/** Services that depend on each other in a circle, in order, or null. */
export function cycleIn(services: readonly Pick<ServiceDefinition, 'name' | 'dependsOn'>[]): readonly string[] | null {
  const needs = new Map(services.map((service) => [service.name, service.dependsOn]))
  const done = new Set<string>()
  for (const { name } of services) {
    const found = follow(name, [], needs, done)
    if (found !== null) return found
  }
  return null
}

function follow(name: string, trail: readonly string[], needs: ReadonlyMap<string, readonly string[]>, done: Set<string>): readonly string[] | null {
  if (trail.includes(name)) return trail.slice(trail.indexOf(name))
  if (done.has(name)) return null
  for (const next of needs.get(name) ?? []) {
    const found = follow(next, [...trail, name], needs, done)
    if (found !== null) return found
  }
  done.add(name)
  return null
}
