/** Small pure planners: a runtime with a link to what is installed, a database with a copy beside. */
import type { DraftStep } from '../plan'
import type { DatabasePlanner, Planners, RestoreInput, RuntimePlanner, ServiceStepsInput } from '../planning'
import type { Release } from '../manifest'
import { artifactKey, databaseKey, serviceKey } from '../facts'

export const releaseText = (release: Release | null): string | null =>
  release === null ? null : release.kind === 'git' ? `commit:${release.commit}` : `folder:${release.path}#${release.digest}`

export const fakeRuntime: RuntimePlanner = {
  kind: 'fake',
  inputs: (service, release, version, shared, digest) => ({
    release: releaseText(release), command: digest(`${JSON.stringify(service.settings)} ${version}`), ...shared
  }),
  installed: (_service, release) => releaseText(release),
  canStop: () => true,
  runsElsewhere: () => false,
  plan: (input) => {
    const { observed, wanted } = input
    const is = observed.known ? observed.is : null
    return [
      ...(wanted.installed !== undefined && is?.installed !== wanted.installed ? install(input) : []),
      ...(is?.state !== 'stopped' ? stop(input) : []),
      ...(wanted.state === 'running' ? start(input) : [])
    ]
  }
}

function common({ service, host }: ServiceStepsInput, verb: string): Pick<DraftStep, 'id' | 'resource' | 'host' | 'title' | 'relies'> {
  return { id: `${verb}/${service.name}@${host}`, resource: serviceKey(service.name, host), host, title: `${verb} ${service.name}`, relies: [serviceKey(service.name, host)] }
}

function install(input: ServiceStepsInput): readonly DraftStep[] {
  const release = releaseText(input.release) ?? ''
  const key = serviceKey(input.service.name, input.host)
  return [
    { ...common(input, 'prepare'), relies: input.artifact ? [artifactKey(input.service.name, input.host)] : [], phase: 'prepare', expects: {}, effect: 'changes', action: { kind: 'worktree', service: input.service.name, repository: '.', path: release, commit: release, build: null, env: {}, timeout: 1000 } },
    { ...common(input, 'link'), phase: 'code', expects: { [key]: { installed: input.wanted.installed ?? null } }, effect: 'changes', action: { kind: 'link', path: 'current', to: release } }
  ]
}
const stop = (input: ServiceStepsInput): readonly DraftStep[] => [{
  ...common(input, 'stop'), phase: 'stop', expects: { [serviceKey(input.service.name, input.host)]: { state: 'stopped', runs: null } }, effect: 'changes',
  action: { kind: 'stop-process', service: input.service.name, signal: 'SIGTERM', timeout: 10_000 }
}]
function start(input: ServiceStepsInput): readonly DraftStep[] {
  const { runs } = input.wanted
  if (runs === null) return []
  return [{
    ...common(input, 'start'), phase: 'start', expects: { [serviceKey(input.service.name, input.host)]: { state: 'running', runs } }, effect: 'changes',
    action: { kind: 'start-process', service: input.service.name, argv: ['node', 'server.js'], cwd: 'current', env: {}, inputs: runs }
  }]
}

export const fakeDatabase: DatabasePlanner = {
  kind: 'fake',
  plan: ({ database, wanted, source }: RestoreInput) => {
    const base = { resource: databaseKey(database.name), host: 'local', relies: [databaseKey(database.name)] }
    const restore: readonly DraftStep[] = source.kind === 'kept' ? [] : [{
      ...base, id: `restore/${database.name}`, phase: 'prepare', title: `Restore ${database.name} beside`, expects: {}, effect: 'changes',
      action: { kind: 'restore', database: database.name, blob: source.blob, sha256: source.sha256, schema: wanted.schema, lineage: wanted.lineage }
    }]
    return [...restore, {
      ...base, id: `swap/${database.name}`, phase: 'database', title: `Swap ${database.name}`, effect: 'loses-data',
      expects: { [databaseKey(database.name)]: { present: true, ...wanted } },
      action: { kind: 'swap', database: database.name, from: source.kind === 'kept' ? 'kept' : 'beside', lineage: wanted.lineage }
    }]
  }
}
export const fakePlanners: Planners = { runtime: () => fakeRuntime, database: () => fakeDatabase }
