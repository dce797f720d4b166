import type { Registry } from '../../domain/deployment'
import type { Manifest } from '../../domain/manifest'
import { leftDataOf, type LeftData } from '../../domain/registry/left-data'
import type { Session } from '../session/session'

/** Tells which deployment left the data in a snapshot, or in what was kept before a deployment; null = none. A run that has not ended takes nothing from its own snapshot. */
export async function leftDataIn({ store }: Session, registry: Registry): Promise<(manifest: Manifest) => LeftData | null> {
  const unfinished = new Set((await store.runs({ unfinished: true })).map(({ runId }) => runId))
  return (manifest) => (unfinished.has(manifest.id) ? null : leftDataOf(registry, manifest))
}
