import type { Host, ProcessId } from '../hosts/host'
import type { Holder, Store } from '../store/store'

/** `elsewhere`: of another machine, or of a boot before this one; whether it lives cannot be told from here. */
export type HolderLife = 'alive' | 'gone' | 'elsewhere'

/** Is the process that the row names still that very process? */
export async function lifeOf(host: Pick<Host, 'isAlive' | 'self'>, { pid, startTime, bootId }: Pick<Holder, 'pid' | 'startTime' | 'bootId'>): Promise<HolderLife> {
  if (bootId !== host.self().bootId) return 'elsewhere'
  return (await host.isAlive({ pid, startTime, bootId })) ? 'alive' : 'gone'
}

/** False when nobody is named, or the one named is gone for sure. */
export async function mayLive(store: Pick<Store, 'holder'>, host: Pick<Host, 'isAlive' | 'self'>, environment: string): Promise<boolean> {
  const holder = await store.holder(environment)
  return holder !== null && (await lifeOf(host, holder)) !== 'gone'
}

export const isSameProcess = (one: ProcessId, other: ProcessId): boolean => one.pid === other.pid && one.startTime === other.startTime && one.bootId === other.bootId
