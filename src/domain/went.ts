/** From where to where a run went, as rows say it. */
import type { Release } from './plan'

interface Went { readonly from: Pick<Release, 'deploymentId' | 'version'> | null; readonly to: Pick<Release, 'deploymentId'> }

/** What a run left, before the arrow: `v2.0.0`; `back` where the registry had the target in force already (a run half-way is undone, a deployment failed). Null: nothing was recorded. */
export function leftWords({ from, to }: Went): string | null {
  if (from === null) return null
  return from.deploymentId === to.deploymentId ? 'back' : from.version
}
