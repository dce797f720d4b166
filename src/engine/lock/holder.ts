import type { Host } from '../hosts/host'
import type { Store } from '../store/store'

/** Is the process that the store names as holder still that very process? False when nobody is named. */
export async function holderAlive(store: Pick<Store, 'holder'>, host: Pick<Host, 'isAlive'>, environment: string): Promise<boolean> {
  const holder = await store.holder(environment)
  return holder !== null && host.isAlive({ pid: holder.pid, startTime: holder.startTime, bootId: holder.bootId })
}
