/** The keys of backstep.yaml that every adapter shares. Titles and descriptions are what the form, the reference and editors show. */
import { z } from 'zod'
import { age, size } from './amounts'
import { duration } from './duration'

export interface AdapterSchema { readonly kind: string; readonly settings: z.ZodType }
export interface AdapterSchemas { readonly runtimes: readonly AdapterSchema[]; readonly databases: readonly AdapterSchema[] }

const name = z.string().min(1)
const names = z.array(name)
const serviceNames = names.meta({ 'x-form': 'names', 'x-of': 'services' })

/** `500ms`, `30s`, `1.5s`, `2m`, `1h`, as milliseconds. */
export const time = z.string()
  .refine((text) => duration(text) !== null, { error: 'is not a duration such as 30s, 500ms or 2m' })
  .transform((text) => duration(text) ?? 0)
  .meta({ pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$', examples: ['30s', '500ms', '2m'], 'x-form': 'duration' })
const positive = time.refine((ms) => ms > 0, { error: 'must be longer than nothing' })

export const PROBE = z.strictObject({
  http: z.string().regex(/^https?:\/\/[^\s/]/, { error: 'is not an address such as http://127.0.0.1:8080/health' }).meta({ title: 'Ask', description: 'The address that is asked.' }),
  method: z.enum(['GET', 'POST', 'HEAD']).default('GET').describe('How it is asked.'),
  status: z.int().min(100).max(599).default(200).describe('The status expected.'),
  json: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional().meta({ title: 'Expect in JSON', description: 'Values that the JSON answer must have, by key path. "${version}" proves which version serves.' }),
  text: z.string().min(1).optional().meta({ title: 'Expect in text', description: 'A whole token that the answer must have. "${version}" proves which version serves.' }),
  within: positive.prefault('30s').describe('How long to wait for it after a start.'),
  consecutive: z.int().min(1).max(100).default(1).describe('Good answers in a row.'),
  interval: positive.prefault('250ms').describe('Time between two questions.')
})

export const SERVICE = {
  runtime: name.describe('What runs this service.'),
  host: name.prefault('local').meta({ description: 'Where it runs: this machine, "local", is the only one in this version.' }),
  hosts: names.min(1).optional().describe('The same for several machines, in place of "host".'),
  dependsOn: serviceNames.default([]).meta({ title: 'Starts after', description: 'Services that start before it and stop after it. No circles.' }),
  health: z.array(PROBE).default([]).meta({ description: 'Questions that tell whether it works, and which version serves.', 'x-entry': 'probe' })
}

export const MIGRATION_TIMEOUT = 600_000
export const word = z.string().refine((text) => !text.includes('\0'), { error: 'must not hold a NUL character' })
/** A program and its arguments, never a line for a shell. */
export const argv = z.array(word).min(1).refine((words) => words[0] !== '', { error: 'must begin with a program' })
/** Variables by name; a number or a switch counts as its text. */
export const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'is not a name of letters, digits and _' }), z.union([word, z.number(), z.boolean()]).transform(String))
/** A program; or with the folder that it runs in. */
export const MIGRATE = z.union([argv, z.strictObject({ command: argv, directory: name.default('.'), env: variables.default({}), timeout: positive.prefault('10m') })])
  .meta({ title: 'Migrate down', description: 'With "onRollback: migrate": the program that takes the database down to the schema of ${version}, and its arguments; or { command, directory, env, timeout }.', 'x-form': 'program' })

export const DATABASE = {
  engine: name.describe('What kind of database it is.'),
  onRollback: z.enum(['restore', 'migrate', 'keep']).default('restore').meta({ title: 'On a rollback', description: 'restore: it is copied by record --begin, and may go back to that copy. migrate: a program of its own takes it down. keep: it never goes back.' }),
  migrate: MIGRATE.optional(),
  usedBy: serviceNames.optional().describe('Services that are stopped while it is replaced. Default: all.')
}

const map = z.record(z.string(), z.unknown())
export const CONFIG_FILE = z.union([name, z.strictObject({
  path: name.describe('From the folder of backstep.yaml, with "/" between folders.'),
  usedBy: serviceNames.optional().describe('Services that read it. Default: all.')
})]).meta({ 'x-short': 'path' })
export const CONFIG = z.strictObject({
  files: z.array(CONFIG_FILE).default([]).meta({ description: 'Files that travel with the code: inside the project, not in .git or .deployments, and not backstep.yaml itself.', 'x-entry': 'file' })
})

export const ENVIRONMENT = z.strictObject({
  services: map.meta({ description: 'What is rolled back, by name.', 'x-entry': 'service' }),
  databases: map.optional().meta({ description: 'What holds data, by name.', 'x-entry': 'database' }),
  config: CONFIG.optional().meta({ title: 'Configuration', description: 'The configuration of its services.' }),
  strategy: z.strictObject({ kind: z.literal('recreate').default('recreate').describe('recreate: what changes is stopped, then started. The only one in this version.') }).optional().describe('How what changes is replaced.'),
  protected: z.boolean().default(false).describe('Its name is typed to confirm a rollback.')
})
const amount = (parse: (text: string) => number | null, error: string, pattern: string, examples: readonly string[]) => z.string()
  .refine((text) => parse(text) !== null, { error })
  .transform((text) => parse(text) ?? 0)
  .meta({ pattern, examples: [...examples], 'x-form': 'amount' })
export const SNAPSHOTS = z.strictObject({
  keep: z.strictObject({
    count: z.int().min(1).optional().describe('At most so many of each environment, the newest.'),
    age: amount(age, 'is not an age such as 90d, 8w or 12h', '^[1-9]\\d*(h|d|w)$', ['90d', '8w', '12h']).optional().describe('None that is older.'),
    size: amount(size, 'is not a size such as 20GB or 500MB', '^\\d+(\\.\\d+)? ?[KMGT]i?B$', ['20GB', '500MB']).optional().describe('At most so much of all environments together.')
  }).optional().describe('What is beyond goes when snapshots are pruned. Without a limit everything is kept.'),
  verify: z.enum(['intact', 'restorable']).default('intact').describe('restorable: each run restores its snapshot once, beside nothing that is live, before it changes anything.'),
  prune: z.enum(['by-hand', 'after-run']).default('by-hand').describe('after-run: each successful run removes what is beyond the limits.')
})

export const HISTORY = z.strictObject({
  allowedSigners: name.optional().describe('Whose signatures in the history are known: a list of allowed signers as ssh-keygen reads it, in the project.')
})

export const PROJECT = z.strictObject({
  version: z.literal(1).describe('Of the form of this file.'),
  name: name.describe('What the project is called on the screens.'),
  history: HISTORY.optional().describe('How the history is checked.'),
  snapshots: SNAPSHOTS.optional().describe('How long what was kept before each run is kept, and how far it is verified.'),
  environments: map.meta({ description: 'Such as dev, staging and production, by name.', 'x-entry': 'environment' })
})
