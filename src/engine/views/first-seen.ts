/** Since when an environment was seen to run what it runs. */
import type { Registry } from '../../domain/deployment'
import type { Instant, Observed } from '../../domain/facts'
import { deploymentsOf } from '../../domain/registry/lineage'
import type { Session } from '../session/session'

/** The first observation of these versions without another in between, and since the newest record ended: a deployment, or a run. */
export async function firstSeen({ store }: Pick<Session, 'store'>, registry: Registry, { environment, at }: Pick<Observed, 'environment' | 'at'>, versions: readonly string[]): Promise<Instant> {
  const ended = deploymentsOf(registry, environment).find(({ status }) => status !== 'in-progress')
  return store.firstSeen(`version:${environment}`, [ended?.id ?? '', ...versions].join(' '), at)
}
