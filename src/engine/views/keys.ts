/** The keys of the project: who what is kept is encrypted for, what each opens, where its private half is. */
import type { Manifest } from '../../domain/manifest'
import { problemOf, type Problem } from '../../domain/problem'
import type { KeyRow, KeysView } from '../../domain/views'
import { createManifests } from '../manifests'
import type { Session } from '../session/session'

export async function keysView(session: Session): Promise<KeysView> {
  const { keys } = session.context
  const manifests = createManifests(session.context)
  const all = (await Promise.all((['manifests', 'rollback-snapshots'] as const).map((store) => manifests.list(store)))).flat()
  const read = await keys.recipients.read().then((recipients) => ({ recipients, problem: null }), (error: unknown) => ({ recipients: [], problem: problemOf(error) }))
  const older = [...new Set(all.flatMap(({ encryption }) => encryption?.recipients ?? []))].filter((key) => !read.recipients.some((one) => one.key === key))
  const wanted = [...read.recipients.map((one) => ({ ...one, current: true })), ...older.map((key) => ({ key, name: null, current: false }))]
  const found = await Promise.all(wanted.map(async ({ key, name, current }): Promise<{ row: KeyRow; problem: Problem | null }> => {
    const place = await keys.place(key).then((here) => ({ here, problem: null }), (error: unknown) => ({ here: null, problem: problemOf(error) }))
    return { row: { recipient: key, name, current, place: place.here, opens: all.filter(({ encryption }) => encryption?.recipients.includes(key)).length }, problem: place.problem }
  }))
  const why = await keys.secretStore.why()
  return {
    rows: found.map(({ row }) => row), file: session.paths.recipients, problem: read.problem ?? found.find(({ problem }) => problem !== null)?.problem ?? null,
    secretStore: { name: why === null ? keys.secretStore.name : null, why }, folder: keys.folder, plain: all.filter(isPlain).length
  }
}

/** It holds configuration or data that anybody can read who has the folder. */
export const isPlain = ({ encryption, files, databases }: Manifest): boolean => encryption === undefined && (files.some(({ blob }) => blob !== null) || databases.some(({ copy }) => copy !== null))
