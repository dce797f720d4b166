import { foreignIn, serviceKey } from '../facts'
import type { Target } from '../planning'

/** What a service is to answer: an undo brings back what it answered then, which after a rollback of some services is not the same for all. What answered without having been started from here does not come back. */
export function versionFor({ kind, manifest, version }: Pick<Target, 'kind' | 'manifest' | 'version'>, service: string, host: string): string {
  const fact = kind === 'undo' ? manifest?.facts[serviceKey(service, host)] : undefined
  return (fact?.known === true && foreignIn(fact) === null && 'version' in fact.seen ? fact.seen.version : null) ?? version
}
