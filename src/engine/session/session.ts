/** One opened project: its folder, definition, registry, store and key. Everything else in the engine is given a session. */
import { createHmac, type Hmac } from 'node:crypto'
import { access, constants, stat } from 'node:fs/promises'
import { databases } from '../databases'
import { runtimes } from '../runtimes'
import { requireOpen } from '../files/closed'
import { requireOrdinary } from '../files/ordinary'
import type { Clock, EnvironmentContext, ProjectContext } from '../context'
import type { Files } from '../files/files'
import type { Identity } from '../history/identity'
import type { SignatureChecker } from '../history/signatures'
import { createVerifier, type Verifier } from '../history/verifier'
import type { Host } from '../hosts/host'
import type { Secrets } from '../hosts/secrets'
import { createKeys } from '../keys/keys'
import { clearLeft } from '../manifests/left'
import { withOwed, type ProjectRegistry } from '../registry/owed'
import { createRegistryFile } from '../registry/registry'
import { openStore, openStoreReadOnly } from '../store/sqlite-store'
import { openProjectFolder, projectPaths, type ProjectPaths } from '../paths'
import { fail } from '../../domain/problem'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Actor } from '../../domain/run'
import type { Store } from '../store/store'
import { createDefinitionFile, type DefinitionFile } from './definition-file'
import { projectKey } from './project-key'

export interface SessionDeps {
  readonly files: Files
  readonly host: Host
  readonly secrets: Secrets
  readonly clock: Clock
  /** Where keys are looked for. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv
  readonly identity: Identity
  readonly signatures: SignatureChecker
  /** Who works here, as others are told. */
  readonly actor: Actor
}

export interface Session {
  readonly path: string
  readonly paths: ProjectPaths
  readonly context: ProjectContext
  readonly store: Store
  readonly registry: ProjectRegistry
  readonly definitionFile: DefinitionFile
  readonly identity: Identity
  readonly history: Verifier
  readonly actor: Actor
  /** Null when it can be written, else why not, a sentence. */
  readonly readOnly: string | null
  close(): Promise<void>
}

/** `keyOf` gives the project's key; another one only to whoever compares nothing. */
export async function openSession(path: string, deps: SessionDeps, keyOf: typeof projectKey = projectKey): Promise<Session> {
  const folder = await openProjectFolder(path)
  const paths = projectPaths(folder)
  await requireProject(paths)
  requireOpen(paths.deployments, constants.R_OK | constants.X_OK)
  const readOnly = await whyReadOnly(paths)
  for (const file of [paths.registry, paths.registryLock, paths.key, paths.recipients, paths.store]) requireOrdinary(file)
  if (readOnly === null) await prepareFolder(paths, deps)
  // Before the store: what is refused here must not leave it open.
  const key = await keyOf(paths, deps.files, readOnly === null)
  const store = readOnly === null ? await openStore(paths.store) : await openStoreReadOnly(paths.store)
  const context: ProjectContext = {
    project: folder,
    files: deps.files,
    store,
    clock: deps.clock,
    digest: (content) => createHmac('sha256', key).update(content).digest('hex'),
    digestAll: (chunks) => hmacOf(createHmac('sha256', key), chunks),
    keys: createKeys({ file: paths.recipients, files: deps.files, store, host: deps.host, env: deps.env ?? process.env, learn: (value) => deps.secrets.learn(value) }),
    host: (name) => localOnly(name, deps.host),
    secret: (name) => deps.secrets.secret(name),
    mask: (text) => deps.secrets.mask(text),
    lineMask: () => deps.secrets.lineMask(),
    learn: (values) => { for (const value of values) deps.secrets.learn(value) }
  }
  // What cannot be cleared now is named where the project is shown, and tried again.
  if (readOnly === null) await clearLeft(context).catch(() => undefined)
  const definitionFile = createDefinitionFile(paths.definition, deps.files, { runtimes, databases }, paths.registryLock)
  const file = createRegistryFile(folder, deps.files, deps.clock)
  const { identity, signatures, actor } = deps
  const history = createVerifier({ store, registry: file, definitionFile, project: folder, files: deps.files, clock: deps.clock, signatures })
  return { path: folder, paths, context, store, registry: withOwed(file, store), definitionFile, identity, history, actor, readOnly, close: () => store.close() }
}

async function hmacOf(hmac: Hmac, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  for await (const chunk of chunks) hmac.update(chunk)
  return hmac.digest('hex')
}

function localOnly(name: string, host: Host): Host {
  if (name === host.name) return host
  throw fail('host-unknown', `Host ${name} cannot be reached: only this machine is supported in this version.`, 'Remove `host` from the service in backstep.yaml.')
}

async function requireProject(paths: ProjectPaths): Promise<void> {
  if ((await exists(paths.definition)) || (await exists(paths.deployments))) return
  throw fail('not-a-project', `${paths.project} has neither backstep.yaml nor .deployments.`, 'Open the folder that has one, or run `backstep init` there to write a first backstep.yaml.', { place: { file: paths.project } })
}

async function prepareFolder(paths: ProjectPaths, deps: SessionDeps): Promise<void> {
  await deps.files.makeFolder(paths.deployments, 0o700)
  await createRegistryFile(paths.project, deps.files, deps.clock).prepare()
}

async function whyReadOnly(paths: ProjectPaths): Promise<string | null> {
  const place = (await exists(paths.deployments)) ? paths.deployments : paths.project
  try {
    await access(place, constants.W_OK | constants.X_OK)
    return null
  } catch {
    return `${place} cannot be written by this user. The project can be browsed; nothing can be run.`
  }
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false)

/** The environment's definition, or an error that names what there is. */
export async function environmentOf(session: Session, name: string): Promise<EnvironmentDefinition> {
  const definition = await session.definitionFile.require()
  const found = definition.environments.find((environment) => environment.name === name)
  if (found) return found
  const names = definition.environments.map((environment) => environment.name)
  throw fail('environment-unknown', `There is no environment '${name}' in backstep.yaml. Nothing was changed.`, names.length > 0 ? `Choose one of ${names.join(', ')}.` : 'Add it to backstep.yaml.', { place: { file: session.paths.definition } })
}

/** Throws `read-only`. */
export function requireWritable({ readOnly }: Pick<Session, 'readOnly'>): void {
  if (readOnly !== null) throw fail('read-only', readOnly, 'Make the folder writable, or run as a user who may write it.')
}

export const contextOf = (session: Session, environment: EnvironmentDefinition): EnvironmentContext => ({ ...session.context, environment })
