import type { RunsDeps } from './runs'
import type { Store } from './store'

const KEPT = 50

/** Plans that were shown: whoever confirms one later is told what has changed since. */
export function plansOf({ connection, writes }: Pick<RunsDeps, 'connection' | 'writes'>): Pick<Store, 'keepPlan' | 'keptPlan'> {
  return {
    keepPlan: (hash, environment, plan, at) => writes.together(`plan ${hash}`, () => {
      connection.run('INSERT OR REPLACE INTO plans (hash, environment, at, plan) VALUES (?, ?, ?, ?)', hash, environment, at, plan)
      connection.run('DELETE FROM plans WHERE hash NOT IN (SELECT hash FROM plans ORDER BY at DESC LIMIT ?)', KEPT)
    }, 'lazily'),
    keptPlan: async (beginning) => {
      writes.flush()
      const found = connection.all('SELECT plan FROM plans WHERE substr(hash, 1, ?1) = ?2 LIMIT 2', beginning.length, beginning)
      return found.length === 1 ? String(found[0]?.['plan']) : null
    }
  }
}
