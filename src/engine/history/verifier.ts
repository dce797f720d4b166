/** The history of one project, verified as often as it has to be: again when somebody else may have changed it, not at every look. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { headsOf, type NamedHead } from '../../domain/history'
import { problemOf, type Problem } from '../../domain/problem'
import type { Clock } from '../context'
import type { Files } from '../files/files'
import type { RegistryFile } from '../registry/registry'
import type { DefinitionFile } from '../session/definition-file'
import type { Store } from '../store/store'
import type { AllowedSigners, SignatureChecker } from './signatures'
import { verifyHistory, type Verification } from './verify'

export interface VerifierParts {
  readonly store: Store
  readonly registry: Pick<RegistryFile, 'read'>
  readonly definitionFile: Pick<DefinitionFile, 'read'>
  /** The project's folder. */
  readonly project: string
  readonly files: Files
  readonly clock: Clock
  readonly signatures: SignatureChecker
}
export interface Verifier {
  /** What holds now: verified anew unless nothing can have changed since the last time. Signatures included. */
  verify(): Promise<Verification>
  /** The same, or after `patience` ms what is known so far; null while nothing is. Verifying goes on, and `onChange` tells. */
  soon(patience: number): Promise<Verification | null>
  /** Verified anew in any case, and compared with a head. */
  again(head: NamedHead | null): Promise<Verification>
  /** The store's file was written: verifies when that was by another program. A large history is not verified at each of many writes. */
  look(): void
  /** Called when verifying found something else than what was known before. */
  onChange(told: () => void): void
}

/** Not every change goes through SQLite. */
const FRESH_FOR = 60_000
/** So many times as long as it took. */
const REST = 10

interface Known { readonly mark: string; readonly until: number; readonly found: Verification }

export function createVerifier(parts: VerifierParts): Verifier {
  let known: Known | null = null
  /** What a verification that goes on has found so far. */
  let partial: Verification | null = null
  let running: Promise<Verification> | null = null
  let told: () => void = () => undefined
  let restUntil = 0
  let looking: NodeJS.Timeout | null = null

  const run = async (head: NamedHead | null): Promise<Verification> => {
    const began = performance.now()
    const mark = await markOf(parts)
    const before = known?.found ?? null
    const found = await verifyHistory({ ...(await inputOf(parts)), head, ...(head === null && { onChain: (so) => { partial = so; if (before === null) told() } }) })
    // What is said of a head that somebody gave is said to them alone.
    if (head !== null) return found
    partial = null
    restUntil = performance.now() + REST * (performance.now() - began)
    known = { mark, until: parts.clock.now().getTime() + FRESH_FOR, found }
    if (wordsOf(found) !== wordsOf(before)) told()
    return found
  }
  const start = (): Promise<Verification> => (running ??= run(null).finally(() => { running = null }))
  const fresh = async (): Promise<Verification | null> =>
    known !== null && parts.clock.now().getTime() < known.until && known.mark === (await markOf(parts)) ? known.found : null
  const verify = async (): Promise<Verification> => {
    // One that began before the last change may have missed it.
    await running?.catch(() => undefined)
    return (await fresh()) ?? start()
  }
  return {
    verify,
    soon: async (patience) => {
      const waiting = verify()
      waiting.catch(() => undefined)
      return Promise.race([waiting, after(patience).then(() => partial ?? known?.found ?? null)])
    },
    again: async (head) => {
      if (head !== null) return run(head)
      await running?.catch(() => undefined)
      return start()
    },
    look: () => {
      looking ??= setTimeout(() => {
        looking = null
        void verify().catch(() => undefined)
      }, Math.max(0, restUntil - performance.now())).unref()
    },
    onChange: (listener) => { told = listener }
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms).unref() })

/** What a screen would show differently. */
const wordsOf = (found: Verification | null): string => JSON.stringify(found && { ...found.view, at: '' })

async function markOf(parts: VerifierParts): Promise<string> {
  const registry = await parts.registry.read().then(({ registry: { digest } }) => digest, (error: unknown) => problemOf(error).message)
  const { allowed } = await allowedOf(parts)
  return JSON.stringify([await parts.store.historyMark(), registry, allowed && createHash('sha256').update(allowed.text).digest('hex'), allowed?.file])
}

async function inputOf(parts: VerifierParts) {
  const { allowed, name, problem } = await allowedOf(parts)
  return {
    store: parts.store, heads: async () => headsOf((await parts.registry.read()).registry.deployments), signatures: parts.signatures, at: parts.clock.now().toISOString(),
    allowed, allowedName: name, allowedProblem: problem
  }
}

export interface NamedSigners { readonly name: string | null; readonly allowed: AllowedSigners; readonly problem: Problem | null }

/** The allowed-signers file that backstep.yaml names. */
export async function allowedOf({ definitionFile, project, files }: Pick<VerifierParts, 'definitionFile' | 'project' | 'files'>): Promise<NamedSigners> {
  const name = (await definitionFile.read()).definition?.history.allowedSigners ?? null
  if (name === null) return { name, allowed: null, problem: null }
  const file = join(project, name)
  const text = await files.read(file).then((bytes) => bytes?.toString('utf8') ?? null, problemOf)
  if (typeof text === 'string') return { name, allowed: { file, text }, problem: null }
  return { name, allowed: null, problem: text ?? { code: 'allowed-signers-missing', message: `${file}, which backstep.yaml names as the list of allowed signers, is not there.`, next: 'Add the file, or take `history.allowedSigners` out of backstep.yaml.', place: { file } } }
}
