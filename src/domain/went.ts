/** From where to where a run goes, as headings and rows say it. */
import type { Release } from './plan'

type Named = Pick<Release, 'deploymentId' | 'version'>
export interface Went { readonly from: Named | null; readonly to: Named }

/**
 * `left` stands before the arrow; null: there is no way to tell of. What was in force already is gone to again (a run half-way is
 * undone, a deployment failed, what does not run is started). Two deployments of one version are told apart by their ids.
 */
export function wentWords({ from, to }: Went): { readonly left: string | null; readonly to: string } {
  if (from === null) return { left: null, to: to.version }
  if (from.deploymentId === to.deploymentId) return { left: null, to: `${to.version} again` }
  const named = ({ version, deploymentId }: Named): string => (from.version === to.version && deploymentId !== '' ? `${version} (${deploymentId})` : version)
  return { left: named(from), to: named(to) }
}

/** `v2.0.0 → v1.0.0`, `v1.0.0 again`. */
export function wentLine(went: Went): string {
  const { left, to } = wentWords(went)
  return left === null ? to : `${left} → ${to}`
}

/** The same with the deployment that is gone to: `v2.0.0 → v1.0.0 (deploy-1)`. */
export function goesLine(went: Went): string {
  const line = wentLine(went)
  const id = `(${went.to.deploymentId})`
  return went.to.deploymentId === '' || line.endsWith(id) ? line : `${line} ${id}`
}
