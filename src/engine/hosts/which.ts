/** Finds programs, also for a desktop application that was started with a bare PATH. */
import { accessSync, constants, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'

export interface Places {
  readonly env: NodeJS.ProcessEnv
  /** Of this process; Electron's own folder is no place for programs. */
  readonly execPath: string | null
}

/** The places of this process. */
export const placesOf = (env: NodeJS.ProcessEnv): Places => ({ env, execPath: process.versions.electron === undefined ? process.execPath : null })

/** Absolute path of an executable: as given, on the PATH, then where login shells and package managers put programs. */
export async function findProgram(program: string, places: Places, cwd?: string): Promise<string | null> {
  if (program === '' || program.includes('\0')) return null
  if (program.includes('/')) return isAbsolute(program) || cwd !== undefined ? firstExecutable([resolve(cwd ?? '/', program)]) : null
  const onPath = (places.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  return firstExecutable(onPath.map((folder) => join(folder, program))) ?? firstExecutable((await usualFolders(places)).map((folder) => join(folder, program)))
}

const firstExecutable = (paths: readonly string[]): string | null => paths.find(isExecutable) ?? null

/** Looked for in a dozen places before each program: by another thread that would take longer than the program. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

async function usualFolders({ env, execPath }: Places): Promise<string[]> {
  const home = env.HOME
  return [
    '/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/bin', '/opt/local/bin', '/snap/bin',
    '/home/linuxbrew/.linuxbrew/bin', '/nix/var/nix/profiles/default/bin', '/run/current-system/sw/bin',
    '/Applications/Docker.app/Contents/Resources/bin',
    ...(home ? await homeFolders(home) : []),
    ...(execPath ? [dirname(execPath)] : [])
  ]
}

async function homeFolders(home: string): Promise<string[]> {
  const below = ['.local/bin', 'bin', '.volta/bin', '.asdf/shims', '.local/share/mise/shims', '.nodenv/shims', '.nix-profile/bin', '.docker/bin', '.local/share/fnm/aliases/default/bin']
  return [...below.map((folder) => join(home, folder)), ...(await nvmFolders(join(home, '.nvm/versions/node')))]
}

/** Newest first. */
async function nvmFolders(versions: string): Promise<string[]> {
  const names = await readdir(versions).catch(() => [])
  return names.sort((one, other) => other.localeCompare(one, 'en', { numeric: true })).map((name) => join(versions, name, 'bin'))
}
