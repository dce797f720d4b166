/** Where everything of a project is. */
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { encodeEnvironment } from '../domain/project'
import { fail, type BackstepError } from '../domain/problem'

export interface ProjectPaths {
  /** Absolute, symbolic links resolved. */
  readonly project: string
  /** `backstep.yaml`. */
  readonly definition: string
  readonly deployments: string
  readonly gitignore: string
  readonly registry: string
  /** Held for the moment of a registry write. The dot keeps it apart from the lock of an environment named `registry`. */
  readonly registryLock: string
  readonly store: string
  /** The project's key for keyed digests. */
  readonly key: string
  /** Public keys that what is kept is encrypted for. */
  readonly recipients: string
  /** What is decrypted for a moment, in a folder for each use. */
  readonly unsealed: string
  /** Marks a demo project. */
  readonly demoMarker: string
  readonly backups: string
  readonly manifests: string
  readonly snapshots: string
  readonly runs: string
  /** Takeovers that stand in no journal yet, a file each. */
  readonly takeovers: string
  /** The records of what runs, in a folder for each environment. */
  readonly services: string
  /** Releases, in a folder for each service of each environment. */
  readonly worktrees: string
  lock(environment: string): string
  manifestFolder(deploymentId: string): string
  snapshotFolder(runId: string): string
  runFolder(runId: string): string
  output(runId: string): string
  /** What somebody wrote to configuration files meanwhile, and a run replaced. */
  replacedFolder(runId: string): string
}

/** `project` is absolute, as `openProjectFolder` answers it. */
export function projectPaths(project: string): ProjectPaths {
  const deployments = join(project, '.deployments')
  const within = (...parts: readonly string[]): string => join(deployments, ...parts)
  return {
    project,
    definition: join(project, 'backstep.yaml'),
    deployments,
    gitignore: within('.gitignore'),
    registry: within('deployment-registry.json'),
    registryLock: within('.registry.lock'),
    store: within('backstep.db'),
    key: within('project.key'),
    recipients: within('recipients.txt'),
    unsealed: within('unsealed'),
    demoMarker: within('demo.json'),
    backups: within('backups'),
    manifests: within('manifests'),
    snapshots: within('rollback-snapshots'),
    runs: within('runs'),
    takeovers: within('takeovers'),
    services: within('services'),
    worktrees: within('worktrees'),
    lock: (environment) => within(`${encodeEnvironment(environment)}.lock`),
    manifestFolder: (id) => within('manifests', fileNameOf(id)),
    snapshotFolder: (id) => within('rollback-snapshots', fileNameOf(id)),
    runFolder: (id) => within('runs', fileNameOf(id)),
    output: (id) => within('runs', fileNameOf(id), 'output.jsonl'),
    replacedFolder: (id) => within('runs', fileNameOf(id), 'replaced')
  }
}

/** An id as a file name: other tools may have put anything into one, also `../..`. */
export const fileNameOf = (id: string): string => encodeURIComponent(wellFormed(id)).replace(/^\./, '%2E').replaceAll('*', '%2A')
const wellFormed = (text: string): string => Buffer.from(text).toString()

/** The project folder that a path names, absolute and with symbolic links resolved. Every way in which it is none has its sentence. */
export async function openProjectFolder(path: string): Promise<string> {
  if (path.trim() === '') throw fail('project-missing', 'No project folder was given.', 'Choose the folder that holds backstep.yaml.')
  const wanted = resolve(path)
  const real = await realpath(wanted).catch((error: unknown) => { throw unreachable(error, wanted) })
  if (!(await stat(real)).isDirectory()) throw problem('project-not-a-folder', wanted, 'is a file, not a folder', 'Choose the folder that holds backstep.yaml.')
  await access(real, constants.R_OK | constants.X_OK).catch(() => {
    throw problem('project-not-readable', wanted, 'cannot be read by this user', 'Check who owns it and its permissions.')
  })
  return real
}

function unreachable(error: unknown, path: string): BackstepError {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ELOOP') return problem('project-link-loop', path, 'is a symbolic link that leads back to itself', 'Remove or correct the link.')
  if (code === 'ENOTDIR') return problem('project-not-a-folder', path, 'leads through a file that is not a folder', 'Check the path.')
  if (code === 'EACCES') return problem('project-not-readable', path, 'cannot be reached by this user', 'Check who owns the folders above it and their permissions.')
  return problem('project-missing', path, 'does not exist', 'Check the path, or choose another folder.')
}

const problem = (code: string, path: string, what: string, next: string): BackstepError =>
  fail(code, `The project folder ${path.slice(0, 500)} ${what}. Nothing was changed.`, next, { place: { file: path } })
