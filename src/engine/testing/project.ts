/** A throw-away project with the real files, host and store. */
import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ConfigFileDefinition, DatabaseDefinition, ServiceDefinition } from '../../domain/definition'
import type { Json } from '../../domain/facts'
import { fail } from '../../domain/problem'
import type { EnvironmentContext } from '../context'
import { createFiles } from '../files/local-files'
import { createLocalHost } from '../hosts/local'
import type { Keys } from '../keys/keys'
import { openStore } from '../store/sqlite-store'
import type { Store } from '../store/store'
import { atEnd } from './at-end'
import { noKeys } from './no-keys'

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-test-')))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const fixture = (name: string): string => fileURLToPath(new URL(`../../../tests/fixtures/${name}`, import.meta.url))

export interface Parts {
  readonly services?: readonly ServiceDefinition[]
  readonly databases?: readonly DatabaseDefinition[]
  readonly config?: readonly ConfigFileDefinition[]
  readonly secrets?: Readonly<Record<string, string>>
  readonly store?: Store
  /** Default: what is kept is not encrypted. */
  readonly keys?: Keys
}

export function testContext(project: string, parts: Parts = {}): EnvironmentContext {
  mkdirSync(join(project, '.deployments'), { recursive: true })
  const host = createLocalHost()
  const secrets = parts.secrets ?? {}
  const mask = (text: string): string => Object.values(secrets).reduce((masked, value) => masked.replaceAll(value, '•••'), text)
  return {
    project,
    files: createFiles(),
    store: parts.store ?? noStore,
    clock: { now: () => new Date() },
    digest: (content) => createHmac('sha256', 'test').update(content).digest('hex'),
    digestAll: async (chunks) => {
      const hmac = createHmac('sha256', 'test')
      for await (const chunk of chunks) hmac.update(chunk)
      return hmac.digest('hex')
    },
    keys: parts.keys ?? noKeys,
    host: () => host,
    secret: (name) => secrets[name] ?? raise(fail('secret-missing', `The environment variable ${name} is not set.`)),
    learn: () => undefined,
    mask, lineMask: () => mask,
    environment: { name: 'staging', protected: false, strategy: 'recreate', services: parts.services ?? [], databases: parts.databases ?? [], config: parts.config ?? [] }
  }
}

const raise = (error: Error): never => {
  throw error
}

/** For parts that need no store. */
const noStore = new Proxy({}, { get: (_, verb) => raise(new Error(`this test has no store to ask for ${String(verb)}`)) }) as Store

/** The project's store, the real one. */
export async function storeIn(project: string): Promise<Store> {
  mkdirSync(join(project, '.deployments'), { recursive: true })
  const store = await openStore(join(project, '.deployments', 'backstep.db'))
  atEnd(() => store.close())
  return store
}

// What a schema parsed is JSON, though its type does not say so.
export const service = (name: string, runtime: string, settings: object, more: Partial<ServiceDefinition> = {}): ServiceDefinition =>
  ({ name, runtime, hosts: ['local'], dependsOn: [], health: [], settings: settings as Json, ...more })

/** Polls until the condition holds. */
export async function until(what: string, condition: () => Promise<boolean> | boolean, within = 10_000): Promise<void> {
  const end = performance.now() + within
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${within} ms for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The problem's code of what a promise throws. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'nothing was thrown', (error: unknown) => (error as { problem?: { code: string } }).problem?.code ?? String(error))
