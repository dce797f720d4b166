/**
 * Checks every signature, a few at a time, and remembers in the user's own folder what was found. Whose key is listed, and for when,
 * is ssh-keygen's to say, once of each key and part of time; it also has the word on what cannot be checked here and on what is not good.
 */
import { partsOfTime, signedText } from '../../domain/history'
import { fail, problemOf, type Problem } from '../../domain/problem'
import type { RecordSignature } from '../../domain/views'
import { inTemporaryFolder, type TemporaryFolder } from '../files/temporary'
import { digest } from './digest'
import { createPlainKeys, type PlainKeys } from './plain-keys'
import type { Ran } from '../hosts/host'
import type { SignatureMemory } from './signature-memory'
import type { SshKeygen } from './ssh-keygen'

export interface SignedRecord {
  readonly number: number
  readonly hash: string
  /** Fingerprint that the record claims; the signature is by that key, good or not. */
  readonly key: string
  readonly signature: string
  /** When its run finished: a key that expired later was good then. */
  readonly at: string
}
/** The allowed-signers file as it was read; null: none is named. */
export type AllowedSigners = { readonly file: string; readonly text: string } | null

export interface SignaturesChecked {
  readonly byNumber: ReadonlyMap<number, RecordSignature>
  /** Why some could not be checked, or lines of the file that ssh-keygen does not understand. */
  readonly problem: Problem | null
}
export interface SignatureChecker {
  check(records: readonly SignedRecord[], allowed: AllowedSigners): Promise<SignaturesChecked>
}

const AT_ONCE = 3

export function createSignatureChecker(ssh: SshKeygen, memory: SignatureMemory): SignatureChecker {
  const keys = createPlainKeys()
  return {
    async check(records, allowed) {
      const byNumber = new Map<number, RecordSignature>()
      const todo: { readonly record: SignedRecord; readonly id: string }[] = []
      const list = allowed && digest(allowed.text)
      for (const record of records) {
        const id = idOf(record, list)
        const known = await memory.get(id)
        if (known) byNumber.set(record.number, known)
        else todo.push({ record, id })
      }
      const [first] = records
      if (first === undefined || (todo.length === 0 && allowed === null)) return { byNumber, problem: null }
      return inTemporaryFolder('signatures', async (folder) => {
        const asking = await createAsking(ssh, folder, allowed)
        const answerOf = createAnswers(asking, keys, allowed)
        if (todo.length === 0) await asking.lookAtList(first)
        await Promise.all(Array.from({ length: AT_ONCE }, async () => {
          for (let next = todo.pop(); next; next = todo.pop()) {
            const answer = await answerOf(next.record)
            byNumber.set(next.record.number, answer)
            if (answer.state !== 'unchecked') memory.set(next.id, answer)
          }
        }))
        await memory.save()
        return { byNumber, problem: asking.problem() }
      })
    }
  }
}

/** Everything that the answer depends on; of the list, its digest. */
const idOf = ({ hash, signature, at, key }: SignedRecord, list: string | null): string => digest(JSON.stringify([hash, signature, at, key, list]))

/** Asks once of all good signatures by one key in one part of time. */
function createAnswers(asking: Asking, keys: PlainKeys, allowed: AllowedSigners): (record: SignedRecord) => Promise<RecordSignature> {
  const partOf = partsOfTime(allowed?.text ?? '') ?? ((at: string) => at)
  const first = new Map<string, Promise<RecordSignature>>()
  return async (record) => {
    // Nothing about one record may keep the others from being checked.
    if ((await keys.isGood(signedText(record), record.signature).catch(() => null)) !== true) return asking.ask(record)
    const alike = `${record.key} ${partOf(record.at)}`
    const known = first.get(alike)
    if (known === undefined) {
      const answer = asking.ask(record)
      first.set(alike, answer)
      return answer
    }
    const answer = await known
    return answer.state === 'bad' ? asking.ask(record) : answer
  }
}

interface Asking {
  ask(record: SignedRecord): Promise<RecordSignature>
  /** A line that is not understood is said also when everything was known already. */
  lookAtList(record: SignedRecord): Promise<void>
  problem(): Problem | null
}

async function createAsking(ssh: SshKeygen, folder: TemporaryFolder, allowed: AllowedSigners): Promise<Asking> {
  const list = allowed && (await folder.keep('allowed_signers', allowed.text))
  let problem: Problem | null = null
  const named = async (record: SignedRecord, file: string): Promise<string | null> => {
    if (list === null) return null
    const found = await ssh.principals(file, list, record.at)
    problem ??= badLine(found.stderr, list, allowed?.file ?? '')
    const principal = found.stdout.split('\n').find((line) => line !== '' && !line.startsWith('!')) ?? null
    if (answered(found).exitCode !== 0 || principal === null) return null
    const good = answered(await ssh.verify(signedText(record), file, list, principal, record.at))
    return good.exitCode === 0 ? principal : null
  }
  const fileOf = (record: SignedRecord): Promise<string> => folder.keep(String(record.number), record.signature)
  return {
    problem: () => problem,
    lookAtList: async (record) => void (await named(record, await fileOf(record)).catch(() => null)),
    async ask(record) {
      const { key } = record
      try {
        const file = await fileOf(record)
        const by = await named(record, file)
        if (by !== null) return { state: 'listed', by, key }
        const { exitCode } = answered(await ssh.checkOnly(signedText(record), file))
        return { state: exitCode === 0 ? 'key' : 'bad', key }
      } catch (error) {
        problem ??= problemOf(error)
        return { state: 'unchecked', key }
      }
    }
  }
}

/** One that was ended before it answered has said nothing, least of all that a key is not listed. */
function answered(ran: Ran): Ran {
  if (ran.exitCode === null || ran.timedOut) throw fail('signature-unchecked', 'ssh-keygen was ended before it answered about a signature.', 'Verify again.')
  return ran
}

/** ssh-keygen leaves out a line that it does not understand; an expired key is no such line. */
function badLine(stderr: string, list: string, file: string): Problem | null {
  const line = stderr.split(/\r?\n/).find((one) => one.startsWith(`${list}:`) && !/expired|not yet valid/.test(one))
  const [, number, reason] = line === undefined ? [] : /^:(\d+): (.*)$/.exec(line.slice(list.length)) ?? []
  if (number === undefined) return null
  return { code: 'allowed-signers-line', message: `${file}, line ${number} is not understood by ssh-keygen: ${reason}.`, next: 'Correct the line: name, options, type of key, key.', place: { file, line: Number(number) } }
}
