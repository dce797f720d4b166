/**
 * `git`: a worktree for each commit, prepared while the old one runs, behind a link that is swapped. With `command` Backstep runs it as a
 * process; with `restart` another program does, and that command tells it to. The project's working copy is never touched.
 *
 * What another program runs cannot be asked for its process: it counts as running once its `restart` ended well and until its `stop`
 * did, and the probes judge the rest.
 */
import { z } from 'zod'
import { canonicalJson } from '../../domain/canonical'
import type { ServiceDefinition } from '../../domain/definition'
import type { ArtifactFact } from '../../domain/facts'
import type { Release } from '../../domain/manifest'
import type { ServiceStepsInput } from '../../domain/planning'
import { problemOf } from '../../domain/problem'
import { shortCommit } from '../../domain/text'
import type { RuntimeAdapter } from '../adapter'
import type { EnvironmentContext } from '../context'
import { releaseOf, releaseText } from './releases'
import { argv, duration, env, folder, stopSignal, stopTimeout } from './settings'
import { serviceSteps, type ServiceActions } from './steps'
import { observeProcess } from './supervisor'
import { commitOf, hasCommit } from './worktree/git'
import { headOf } from './worktree/head'
import { isWorktreeName, linkTarget, placesOf, worktreeOf, type GitPlaces } from './worktree/places'
import { isPrepared } from './worktree/worktree'

const settings = z.strictObject({
  repository: folder.default('.').describe('The git repository, from the folder of the project.'),
  command: argv.nullable().default(null).describe('The program and its arguments that Backstep runs. No shell. Either this or "restart".'),
  restart: argv.nullable().default(null).describe('The program that tells another supervisor to start the service. Either this or "command".'),
  stop: argv.nullable().default(null).describe('With "restart": the program that tells it to stop.'),
  build: argv.nullable().default(null).describe('The program that builds a new worktree, while the old one still runs.'),
  buildTimeout: duration('10m').describe('How long it may build.'),
  worktrees: folder.nullable().default(null).describe('The folder of the worktrees, one for each commit. Default: inside .deployments.'),
  current: folder.nullable().default(null).meta({ title: 'Current link', description: 'The link that is pointed at the worktree in use. Default: beside the worktrees.' }),
  env,
  stopSignal,
  stopTimeout
}).superRefine((value, issues) => {
  if ((value.command === null) === (value.restart === null)) issues.addIssue({ code: 'custom', path: ['command'], message: 'or "restart" has to be given, and only one of them: a program that Backstep runs, or one that tells another supervisor to start the service' })
  if (value.stop !== null && value.restart === null) issues.addIssue({ code: 'custom', path: ['stop'], message: 'goes with "restart". With "command" there are "stopSignal" and "stopTimeout"' })
})
type GitSettings = z.output<typeof settings>

// A definition holds the settings as this schema parsed them.
const settingsOf = (service: ServiceDefinition): GitSettings => service.settings as unknown as GitSettings
const placesIn = (context: EnvironmentContext, service: ServiceDefinition): GitPlaces =>
  placesOf(context.project, context.environment.name, service.name, settingsOf(service))

export const git: RuntimeAdapter<GitSettings> = {
  kind: 'git',
  settings,
  programs: ['git'],

  inputs(service, release, _version, shared, digest) {
    const { command, restart, env: variables, stopSignal: signal } = settingsOf(service)
    return { release: release && releaseText(release), command: digest(canonicalJson({ command, restart, env: variables, signal })), config: shared.config, data: shared.data }
  },
  installed: (_service, release) => release && releaseText(release),
  needsRelease: () => true,
  canStop: (service) => settingsOf(service).restart === null || settingsOf(service).stop !== null,
  runsElsewhere: (service) => settingsOf(service).restart !== null,
  plan: (input) => serviceSteps(input, actionsOf(input)),

  async observe(context, service, host) {
    try {
      return await observeProcess(context, service, host, await installedIn(context, service, host))
    } catch (error) {
      return { known: false, reason: problemOf(error).message }
    }
  },

  keep: (fact) => (fact.known ? releaseOf(fact.is.runs?.release ?? fact.is.installed) : null),

  async resolve(context, service, { version, commit }) {
    const { repository } = placesIn(context, service)
    const host = context.host(service.hosts[0] ?? 'local')
    // The commit that a record names is the one that ran: a tag of that name may stand elsewhere by now.
    for (const revision of commit ? [commit] : [`refs/tags/${version}`, `refs/tags/v${version}`]) {
      const found = await commitOf(host, repository, revision)
      if (found) return { kind: 'git', commit: found }
    }
    return null
  },

  async observeArtifact(context, service, host, release) {
    try {
      return await observeCommit(context, service, host, release)
    } catch (error) {
      return { known: false, reason: problemOf(error).message }
    }
  }
}

async function installedIn(context: EnvironmentContext, service: ServiceDefinition, host: string): Promise<string | null> {
  const target = await linkTarget(placesIn(context, service))
  if (target === null || !isWorktreeName(target)) return null
  const commit = await headOf(context.host(host), target)
  return commit && releaseText({ kind: 'git', commit })
}

async function observeCommit(context: EnvironmentContext, service: ServiceDefinition, hostName: string, release: Release): Promise<ArtifactFact> {
  if (release.kind !== 'git') return { known: false, reason: 'A git service runs from a commit, not from a folder.' }
  const host = context.host(hostName)
  const places = placesIn(context, service)
  const present = await hasCommit(host, places.repository, release.commit)
  const prepared = present && (await isPrepared(context, host, { path: worktreeOf(places, release.commit), commit: release.commit, build: settingsOf(service).build }))
  const what = `commit ${shortCommit(release.commit)} in ${places.repository}`
  return { known: true, is: { kind: 'artifact', present, digest: present ? release.commit : null }, seen: { what, bytes: null, prepared } }
}

function actionsOf({ service, project, environment, release, wanted, artifact }: ServiceStepsInput): ServiceActions {
  const own = settingsOf(service)
  const places = placesOf(project, environment, service.name, own)
  const commit = release?.kind === 'git' ? release.commit : null
  const path = commit === null ? places.current : worktreeOf(places, commit)
  const short = shortCommit(commit ?? '')
  const prepared = artifact?.known === true && artifact.seen.prepared
  return {
    prepare: commit === null || prepared ? null : { title: `Prepare ${service.name}: worktree of ${short}`, action: { kind: 'worktree', service: service.name, repository: places.repository, path, commit, build: own.build, env: own.env, timeout: own.buildTimeout } },
    link: commit === null ? null : { title: `Point ${service.name} at ${short}`, action: { kind: 'link', path: places.current, to: path } },
    stop: stopAction(service, own),
    start: wanted.runs && startAction(service, own, path, wanted.runs)
  }
}

function stopAction(service: ServiceDefinition, { stop, stopSignal: signal, stopTimeout: timeout }: GitSettings): ServiceActions['stop'] {
  if (!git.canStop(service)) return null
  return { kind: 'stop-process', service: service.name, signal, timeout, ...(stop ? { argv: stop } : {}) }
}

function startAction(service: ServiceDefinition, { command, restart, env: variables }: GitSettings, cwd: string, inputs: NonNullable<ServiceStepsInput['wanted']['runs']>): ServiceActions['start'] {
  if (restart) return { kind: 'start-process', service: service.name, argv: restart, cwd, env: variables, inputs, waits: true }
  return { kind: 'start-process', service: service.name, argv: command ?? [], cwd, env: variables, inputs }
}
