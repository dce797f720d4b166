/** `sqlite`: a database in a file. Copied by SQLite's own backup, restored beside, swapped by rename, the one before kept. */
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { DatabaseDefinition } from '../../domain/definition'
import { artifactKey, databaseKey, LOCAL, type ArtifactFact } from '../../domain/facts'
import type { DraftStep } from '../../domain/plan'
import type { RestoreInput } from '../../domain/planning'
import { problemOf } from '../../domain/problem'
import type { DatabaseAdapter } from '../adapter'
import type { EnvironmentContext } from '../context'
import { copyDatabase, inspectCopy } from './copy'
import { listKept, removeBeside, removeKept } from './aside'
import { findKept, keptName, setLineage } from './lineage'
import { bytesOf, observeDatabase } from './observe'
import { rehearseRestore } from './rehearse'
import { restoreBeside } from './restore'
import { rowsAtStake } from './stake'
import { swapDatabase } from './swap'
import { verifyWritable } from './writable'

const settings = z.strictObject({
  path: z.string().min(1).refine((text) => !text.includes('\0'), 'must not hold a NUL character').describe('The file, from the folder of the project. It may be anywhere.')
})
type SqliteSettings = z.output<typeof settings>

// A definition holds the settings as this schema parsed them.
const pathIn = ({ project }: EnvironmentContext, database: DatabaseDefinition): string =>
  resolve(project, (database.settings as unknown as SqliteSettings).path)

export const sqlite: DatabaseAdapter<SqliteSettings> = {
  kind: 'sqlite',
  settings,
  programs: ['sqlite'],
  plan: stepsOf,
  observe: (context, database) => observeDatabase(context, database, pathIn(context, database)),
  async dump(context, database, to, abort) {
    await copyDatabase(context.files, pathIn(context, database), 'live', to, { mode: 0o600, ...(abort ? { abort } : {}) })
  },
  inspect: (_context, _database, copy) => inspectCopy(copy),
  rehearse: (context, _database, copy, folder, abort) => rehearseRestore(context.files, copy, join(folder, 'restored.sqlite'), abort),
  restore: (context, database, copy, lineage, abort) => restoreBeside(context, pathIn(context, database), copy, lineage, abort),
  swap: (context, database, from, lineage) => swapDatabase(context, pathIn(context, database), from, lineage),
  removeBeside: (context, database) => removeBeside(context, pathIn(context, database)),
  folder: (context, database) => dirname(pathIn(context, database)),
  setLineage: (context, database, lineage) => setLineage(context.store, pathIn(context, database), lineage),
  observeKept: (context, database, lineage) => keptFact(context, pathIn(context, database), lineage),
  listKept: (context, database) => listKept(context.store, pathIn(context, database)),
  removeKept: (context, database, lineage) => removeKept(context, pathIn(context, database), lineage),
  verifyWritable: (context, database) => verifyWritable(pathIn(context, database)),
  atStake: (context, database, copy, budget) => rowsAtStake(pathIn(context, database), copy, budget),
  size: (context, database) => bytesOf(pathIn(context, database))
}

async function keptFact(context: EnvironmentContext, path: string, lineage: string): Promise<ArtifactFact> {
  try {
    const kept = await findKept(context.store, path, lineage)
    const what = `kept database ${kept ?? keptName(path, lineage)}`
    return { known: true, is: { kind: 'artifact', present: kept !== null, digest: kept === null ? null : lineage }, seen: { what, bytes: kept === null ? null : await bytesOf(kept), prepared: kept !== null } }
  } catch (error) {
    return { known: false, reason: problemOf(error).message }
  }
}

function stepsOf({ database, wanted, source }: RestoreInput): readonly DraftStep[] {
  const key = databaseKey(database.name)
  const copy = artifactKey(`copy/${database.name}`)
  const beside = artifactKey(`beside/${database.name}`)
  const restore: readonly DraftStep[] = source.kind === 'kept' ? [] : [{
    id: `restore/${database.name}`, phase: 'prepare', resource: beside, host: LOCAL, title: `Restore the copy of ${database.name} beside it`,
    action: { kind: 'restore', database: database.name, blob: source.blob, sha256: source.sha256, schema: wanted.schema, lineage: wanted.lineage },
    relies: [key, copy], expects: { [beside]: { present: true, digest: wanted.lineage } }, effect: 'changes'
  }]
  return [...restore, {
    id: `swap/${database.name}`, phase: 'database', resource: key, host: LOCAL,
    title: source.kind === 'kept' ? `Put the kept ${database.name} back in place` : `Put the restored ${database.name} in place`,
    action: { kind: 'swap', database: database.name, from: source.kind === 'kept' ? 'kept' : 'beside', lineage: wanted.lineage },
    relies: source.kind === 'kept' ? [key] : [key, beside],
    expects: { [key]: { present: true, lineage: wanted.lineage, schema: wanted.schema } }, effect: 'loses-data'
  }]
}
