import path from 'node:path'

/** How the app was started: `backstep-app --project DIR`. */
export interface LaunchOptions {
  /** Absolute; null when none was named. */
  readonly project: string | null
}

/** Reads `--project DIR` and `--project=DIR`; a relative folder counts from `cwd`. Everything else is Chromium's. */
export function launchOptions(argv: readonly string[], cwd: string): LaunchOptions {
  const named = valueOf(argv, '--project')
  return { project: named === undefined || named === '' ? null : path.resolve(cwd, named) }
}

function valueOf(argv: readonly string[], option: string): string | undefined {
  const index = argv.findIndex((word) => word === option || word.startsWith(`${option}=`))
  if (index < 0) return undefined
  const word = argv[index] ?? ''
  if (word !== option) return word.slice(option.length + 1)
  const next = argv[index + 1]
  return next?.startsWith('--') ? undefined : next
}

/** What a second start hands to the first, checked: it comes from another process. */
export function launchOptionsFrom(data: unknown): LaunchOptions {
  const project: unknown = typeof data === 'object' && data !== null && 'project' in data ? data.project : null
  return { project: typeof project === 'string' && path.isAbsolute(project) ? project : null }
}
