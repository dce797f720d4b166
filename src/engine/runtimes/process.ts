/** `process`: a program on this machine that Backstep starts, keeps track of and stops. Its release is a folder when `directory` names the version. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '../../domain/canonical'
import type { ServiceDefinition } from '../../domain/definition'
import type { ArtifactFact } from '../../domain/facts'
import type { Release } from '../../domain/manifest'
import type { ServiceStepsInput } from '../../domain/planning'
import { problemOf } from '../../domain/problem'
import type { RuntimeAdapter } from '../adapter'
import type { EnvironmentContext } from '../context'
import { folderDigest, readFolder } from './folder-digest'
import { releaseOf, releaseText } from './releases'
import { argv, env, folder, stopSignal, stopTimeout } from './settings'
import { serviceSteps, type ServiceActions } from './steps'
import { observeProcess } from './supervisor'

const VERSION = '${version}'

const settings = z.strictObject({
  command: argv.describe('The program and its arguments. No shell.'),
  directory: folder.default('.').describe('Where it runs. With ${version} in it the folder is the release; without, there is no code to bring back.'),
  env,
  stopSignal,
  stopTimeout
})
type ProcessSettings = z.output<typeof settings>

// A definition holds the settings as this schema parsed them.
const settingsOf = (service: ServiceDefinition): ProcessSettings => service.settings as unknown as ProcessSettings

export const processRuntime: RuntimeAdapter<ProcessSettings> = {
  kind: 'process',
  settings,
  programs: [],

  inputs(service, release, _version, shared, digest) {
    const { command, directory, env: variables, stopSignal: signal } = settingsOf(service)
    return { release: release && releaseText(release), command: digest(canonicalJson({ command, directory, env: variables, signal })), config: shared.config, data: shared.data }
  },
  installed: () => null,
  needsRelease: (service) => settingsOf(service).directory.includes(VERSION),
  canStop: () => true,
  runsElsewhere: () => false,
  plan: (input) => serviceSteps(input, actionsOf(input)),

  observe: (context, service, host) => observeProcess(context, service, host, null),

  keep: (fact) => (fact.known ? releaseOf(fact.is.runs?.release ?? null) : null),

  async resolve(context, service, { version }) {
    const path = releaseFolder(service, version)
    const digest = path === null ? null : await folderDigest(context.files, resolve(context.project, path))
    return path === null || digest === null ? null : { kind: 'folder', path, digest }
  },

  observeArtifact: (context, _service, _host, release) => observeFolder(context, release)
}

/** Null when the directory does not depend on the version, or the version would lead elsewhere. */
function releaseFolder(service: ServiceDefinition, version: string): string | null {
  const { directory } = settingsOf(service)
  if (!directory.includes(VERSION) || !/^[^/\\\0]+$/.test(version) || /^\.+$/.test(version)) return null
  return directory.replaceAll(VERSION, version)
}

function actionsOf(input: ServiceStepsInput): ServiceActions {
  const { service, project, release, version, wanted } = input
  const { command, directory, env: variables, stopSignal: signal, stopTimeout: timeout } = settingsOf(service)
  const cwd = resolve(project, release?.kind === 'folder' ? release.path : (releaseFolder(service, version) ?? directory))
  return {
    prepare: null,
    link: null,
    stop: { kind: 'stop-process', service: service.name, signal, timeout },
    start: wanted.runs && { kind: 'start-process', service: service.name, argv: command, cwd, env: variables, inputs: wanted.runs }
  }
}

async function observeFolder(context: EnvironmentContext, release: Release): Promise<ArtifactFact> {
  if (release.kind !== 'folder') return { known: false, reason: 'A process runs from a folder, not from a commit.' }
  try {
    const found = await readFolder(context.files, resolve(context.project, release.path))
    // What was emptied is as gone as what was removed; a release that never held anything is not.
    const emptied = found !== null && !found.holds && found.digest !== release.digest
    const present = found !== null && !emptied
    return { known: true, is: { kind: 'artifact', present, digest: present ? found.digest : null }, seen: { what: `folder ${release.path}${emptied ? ', which is empty' : ''}`, bytes: null, prepared: present } }
  } catch (error) {
    return { known: false, reason: problemOf(error).message }
  }
}
