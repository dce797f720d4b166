/** What a registry says of itself, beside its deployments. */
import type { Instant } from '../facts'
import { instantOf } from './instant'
import { kindOf } from './record'

export interface Header {
  readonly version: string
  readonly projectPath: string | null
  readonly lastUpdated: Instant | null
}
/** What is wrong and with which key, as a sentence's part; `newer`: a format that this Backstep does not know. */
export interface HeaderFault { readonly key: string; readonly reason: string; readonly newer?: string }

const KNOWN_MAJOR = 1

/** The header, or its first fault. */
export function headerOf(root: Readonly<Record<string, unknown>>): Header | HeaderFault {
  const { version = '1.0.0', projectPath = null, lastUpdated = null } = root
  const major = typeof version === 'string' ? /^v?(\d+)(\.|$)/.exec(version)?.[1] : undefined
  if (typeof version !== 'string' || major === undefined) return { key: 'version', reason: '"version" is not a version of the format' }
  if (Number(major) > KNOWN_MAJOR) return { key: 'version', reason: `this Backstep knows version ${KNOWN_MAJOR}`, newer: version }
  if (projectPath !== null && typeof projectPath !== 'string') return { key: 'projectPath', reason: `"projectPath" is ${kindOf(projectPath)}, expected text` }
  const instant = typeof lastUpdated === 'string' ? instantOf(lastUpdated) : null
  if (lastUpdated !== null && instant === null) return { key: 'lastUpdated', reason: '"lastUpdated" is not a date' }
  return { version, projectPath, lastUpdated: instant }
}
