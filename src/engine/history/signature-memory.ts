/** What ssh-keygen said about signatures, kept where only this user writes: in the project, whoever edits the history could edit it too. */
import { join } from 'node:path'
import type { RecordSignature } from '../../domain/views'
import type { Files } from '../files/files'
import { userDataFolder } from '../user-folders'

export interface SignatureMemory {
  get(id: string): Promise<RecordSignature | null>
  set(id: string, answer: RecordSignature): void
  /** Writes what is new. A folder that cannot be written only makes the next look slower. */
  save(): Promise<void>
}

const MOST = 250_000

export function createSignatureMemory(files: Files, env: NodeJS.ProcessEnv): SignatureMemory {
  const folder = userDataFolder(env)
  const file = join(folder, 'signatures.json')
  let known: Promise<Map<string, RecordSignature>> | null = null
  const fresh = new Map<string, RecordSignature>()
  const read = (): Promise<Map<string, RecordSignature>> => (known ??= readFrom(files, file))
  return {
    get: async (id) => fresh.get(id) ?? (await read()).get(id) ?? null,
    set: (id, answer) => void fresh.set(id, answer),
    async save() {
      if (fresh.size === 0) return
      // What another program of ours wrote meanwhile is kept.
      const all = new Map([...(await readFrom(files, file)), ...(await read()), ...fresh])
      fresh.clear()
      known = Promise.resolve(all)
      const newest = Object.fromEntries([...all].slice(-MOST))
      await files.makeFolder(folder).then(() => files.write(file, JSON.stringify(newest), { mode: 0o600 })).catch(() => undefined)
    }
  }
}

/** Damaged is as good as empty: everything is asked again. */
async function readFrom(files: Files, file: string): Promise<Map<string, RecordSignature>> {
  try {
    const text = (await files.read(file))?.toString('utf8') ?? '{}'
    return new Map(Object.entries(JSON.parse(text) as Record<string, RecordSignature>))
  } catch {
    return new Map()
  }
}
