/** What a step does, in full, as the plan shows it and copies it: nothing is shortened. */
import type { Probe } from './definition'
import type { BlobRef } from './manifest'
import type { Action, Step } from './plan'
import { assertNever } from './problem'
import { durationInSentence } from './text'

type Of<K extends Action['kind']> = Extract<Action, { readonly kind: K }>

/** One string a command. Programs as a shell would need them typed, what we do ourselves in words. */
export function commandLines({ action }: Pick<Step, 'action'>): readonly string[] {
  switch (action.kind) {
    case 'keep': return [`keep ${action.paths.map(quoted).join(' ')}`]
    case 'dump': return [`copy ${quoted(action.database)} → ${quoted(action.blob)}${dumpMeans(action.blob)}`]
    case 'verify-snapshot': return [
      'read every file of the snapshot again and compare its SHA-256; open each database copy read-only and compare schema and rows',
      ...(action.restore ? ['restore each database copy to a scratch database and compare integrity, schema and every row; write out each file and compare it; look for each release'] : [])
    ]
    case 'exec': return inFolder(action.cwd, [...assignments(action.env ?? {}), shellLine(action.argv)].join(' '))
    case 'worktree': return worktreeLines(action)
    case 'start-process': return inFolder(action.cwd, [...assignments(action.env), shellLine(action.argv)].join(' '))
    case 'stop-process': return [stopLine(action)]
    case 'write-file': return [writeLine(action)]
    case 'link': return [shellLine(['ln', '-sfn', action.to, action.path])]
    case 'restore': return restoreLines(action)
    case 'swap': return [`put ${quoted(action.database)}, ${action.from === 'beside' ? 'as it was restored beside' : 'as it was kept aside'}, in place; the present one is kept`]
    case 'await-probe': return action.probes.map((probe) => probeLine(probe, action.version))
    case 'verify-service': return [`ask whether ${quoted(action.service)} runs`, ...action.probes.map((probe) => probeLine(probe, action.version))]
    case 'verify-database': return [`open ${quoted(action.database)}${action.schema === null ? '' : `, compare its schema with ${action.schema}`}, write and read back, roll back`]
    case 'verify-config': return action.files.map(({ path, digest }) => (digest === null ? `compare ${quoted(path)} with absent` : `compare ${quoted(path)} with ${digest}`))
    default: return assertNever(action)
  }
}

const PLAIN = /^[\w@%+=:,./-]+$/
const NAME = /^\$[A-Za-z_]\w*$/

/** One argument as a shell would need it. */
export const quoted = (argument: string): string => (PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`)

/** The whole command as one line for a shell. */
export const shellLine = (argv: readonly string[]): string => argv.map(quoted).join(' ')

const inFolder = (cwd: string, line: string): readonly string[] => [`cd ${quoted(cwd)}`, line]

const assignments = (env: Readonly<Record<string, string>>): readonly string[] =>
  // `$NAME` is looked up, by us as by a shell.
  Object.entries(env).map(([name, value]) => `${name}=${NAME.test(value) ? `"${value}"` : quoted(value)}`)

function worktreeLines({ repository, path, commit, build, env }: Of<'worktree'>): readonly string[] {
  const made = shellLine(['git', '-C', repository, 'worktree', 'add', '--detach', path, commit])
  return build === null ? [made] : [made, ...inFolder(path, [...assignments(env), shellLine(build)].join(' '))]
}

const stopLine = ({ service, signal, timeout, argv }: Of<'stop-process'>): string =>
  argv === undefined
    ? `${signal} ${quoted(service)}, wait ${durationInSentence(timeout)}, then SIGKILL`
    : `${shellLine(argv)}, wait ${durationInSentence(timeout)}`

const dumpMeans = (blob: string): string => (blob.endsWith('.sqlite') ? ' (VACUUM INTO)' : '')

const placeOf = ({ store, id, blob }: BlobRef): string => quoted(`.deployments/${store}/${id}/${blob}`)

function writeLine({ path, blob, keep, digest, mode }: Of<'write-file'>): string {
  if (blob === null) return `rm ${quoted(path)}`
  const details = [
    `from ${placeOf(blob)}`,
    ...(keep.length === 0 ? [] : [`keep today's ${keep.join(', ')}`]),
    ...(mode === null ? [] : [`mode ${mode.toString(8).padStart(4, '0')}`]),
    ...(digest === null ? [] : [`digest ${digest}`])
  ]
  return `write ${quoted(path)} (${details.join('; ')})`
}

const restoreLines = ({ database, blob, sha256, schema }: Of<'restore'>): readonly string[] => [
  `copy ${placeOf(blob)} → beside ${quoted(database)} (SHA-256 ${sha256})`,
  `open it read-only and compare its schema with ${schema}`
]

function probeLine(probe: Probe, version: string): string {
  const named = (text: string): string => text.replaceAll('${version}', version)
  const answers = [
    String(probe.status),
    ...Object.entries(probe.json ?? {}).map(([path, value]) => `${path} = ${JSON.stringify(named(value))}`),
    ...(probe.text === null ? [] : [`holds ${JSON.stringify(named(probe.text))}`])
  ]
  const often = probe.consecutive > 1 ? `, ${probe.consecutive} in a row` : ''
  return `${probe.method} ${probe.http} → ${answers.join(', ')}${often}, within ${durationInSentence(probe.within)}`
}
