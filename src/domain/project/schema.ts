/** The keys of backstep.yaml that every adapter shares. */
import { z } from 'zod'
import { duration } from './duration'

export interface AdapterSchema { readonly kind: string; readonly settings: z.ZodType }
export interface AdapterSchemas { readonly runtimes: readonly AdapterSchema[]; readonly databases: readonly AdapterSchema[] }

const name = z.string().min(1)
const names = z.array(name)
const time = z.string()
  .refine((text) => duration(text) !== null, { error: 'is not a duration such as 30s, 500ms or 2m' })
  .transform((text) => duration(text) ?? 0)
  .meta({ pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$', examples: ['30s', '500ms', '2m'] })
const positive = time.refine((ms) => ms > 0, { error: 'must be longer than nothing' })

export const PROBE = z.strictObject({
  http: z.string().regex(/^https?:\/\/[^\s/]/, { error: 'is not an address such as http://127.0.0.1:8080/health' }).describe('The address that is asked.'),
  method: z.enum(['GET', 'POST', 'HEAD']).default('GET'),
  status: z.int().min(100).max(599).default(200).describe('The status expected.'),
  json: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional().describe('Values that the JSON answer must have, by key path. "${version}" proves which version serves.'),
  text: z.string().min(1).optional().describe('A whole token that the answer must have.'),
  within: positive.default(30_000).describe('How long to wait for it after a start.'),
  consecutive: z.int().min(1).max(100).default(1).describe('Good answers in a row.'),
  interval: positive.default(250).describe('Time between two questions.')
})

export const SERVICE = {
  runtime: name, host: name.optional(), hosts: names.min(1).optional(), dependsOn: names.default([]), health: z.array(PROBE).default([])
}
export const MIGRATION_TIMEOUT = 600_000
const word = z.string().refine((text) => !text.includes('\0'), { error: 'must not hold a NUL character' })
const argv = z.array(word).min(1).refine((words) => words[0] !== '', { error: 'must begin with a program' })
const env = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'is not a name of letters, digits and _' }), z.union([word, z.number(), z.boolean()]).transform(String))
/** A program and its arguments, never a line for a shell; or with the folder that it runs in. */
export const MIGRATE = z.union([argv, z.strictObject({ command: argv, directory: name.default('.'), env: env.default({}), timeout: positive.default(MIGRATION_TIMEOUT) })])
  .describe('The program that takes the database down to the schema of ${version}.')
export const DATABASE = { engine: name, onRollback: z.enum(['restore', 'migrate', 'keep']).default('restore'), migrate: MIGRATE.optional(), usedBy: names.optional() }

const map = z.record(z.string(), z.unknown())
export const CONFIG_FILE = z.union([name, z.strictObject({ path: name, usedBy: names.optional() })])
export const CONFIG = z.strictObject({ files: z.array(CONFIG_FILE).default([]) })

export const ENVIRONMENT = z.strictObject({
  services: map, databases: map.optional(), config: CONFIG.optional(),
  strategy: z.strictObject({ kind: z.literal('recreate') }).optional(),
  protected: z.boolean().default(false)
})
export const PROJECT = z.strictObject({ version: z.literal(1), name, environments: map })
