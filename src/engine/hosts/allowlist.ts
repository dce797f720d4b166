/** What of our own environment a child may have. GIT_SSH_COMMAND, LD_PRELOAD, NODE_OPTIONS and the like are never handed on. */
import { dirname, delimiter } from 'node:path'

const NAMES = new Set(['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'USER', 'LOGNAME', 'XDG_RUNTIME_DIR'])

/** The allowlisted part of an environment. */
export function allowedEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const allowed: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) if (value !== undefined && (NAMES.has(name) || name.startsWith('LC_'))) allowed[name] = value
  return allowed
}

/** The allowlisted environment and `extra`, with the program's own folder on the PATH: a script of a version manager finds its neighbours. */
export function childEnv(env: NodeJS.ProcessEnv, program: string, extra: Readonly<Record<string, string>>): Record<string, string> {
  const merged = { ...allowedEnv(env), ...extra }
  const folders = (merged.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter).filter((folder) => folder !== '')
  const own = dirname(program)
  return { ...merged, PATH: (folders.includes(own) ? folders : [...folders, own]).join(delimiter) }
}
