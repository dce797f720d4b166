/** One record of the registry, checked by hand: 100,000 of them are read in a moment. */
import type { Deployment, DeploymentStatus, RollbackNote } from '../deployment'
import { instantOf } from './instant'
import type { Share } from './share'

/** What is wrong with a record, as a sentence's part, and the field where it stands (null: the record as a whole). */
export interface RecordFault { readonly field: string | null; readonly reason: string }

type Fields = Readonly<Record<string, unknown>>

const STATUSES: readonly string[] = ['success', 'failed', 'rolled-back', 'in-progress'] satisfies readonly DeploymentStatus[]
const KINDS: readonly unknown[] = ['full', 'partial', 'undo'] satisfies readonly RollbackNote['kind'][]

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isStatus = (value: unknown): value is DeploymentStatus => typeof value === 'string' && STATUSES.includes(value)
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string')
const textOr = <T>(value: unknown, otherwise: T): string | T => (typeof value === 'string' ? value : otherwise)

/** The record as a deployment, or its first fault. Fields that are not known are no concern of this. */
export function deploymentOf(value: unknown, index: number, share: Share): Deployment | RecordFault {
  if (!isObject(value)) return { field: null, reason: `record ${index + 1} is ${kindOf(value)}, expected an object` }
  const fault = faultOf(value, index)
  if (fault !== null) return fault
  const { id, environment, version, timestamp, status, strategy, duration, servicesDeployed, healthStatus, rollbackAvailable, commit, images, actor, manifest } = value
  const time = typeof timestamp === 'string' ? instantOf(timestamp) : null
  if (!isText(id) || !isText(environment) || !isText(version) || time === null || !isStatus(status)) return { field: null, reason: `record ${index + 1} is not a deployment` }
  return {
    id, environment: share.text(environment), version: share.text(version), timestamp: time, status: share.text(status),
    strategy: share.text(textOr(strategy, null)),
    duration: typeof duration === 'number' ? duration : null,
    servicesDeployed: isTexts(servicesDeployed) ? share.list(servicesDeployed) : null,
    healthStatus: share.text(textOr(healthStatus, null)),
    rollbackAvailable: typeof rollbackAvailable === 'boolean' ? rollbackAvailable : null,
    // The format that other tools share does not name these: what they put there may be anything.
    commit: textOr(commit, null),
    ...imagesOf(images),
    actor: share.text(textOr(actor, null)),
    manifest: !isMissing(manifest) && manifest !== false,
    rollback: noteOf(value['rollback'], id), index
  }
}

export const isFault = (value: Deployment | RecordFault): value is RecordFault => 'reason' in value

function imagesOf(value: unknown): Pick<Deployment, 'images'> {
  if (!isObject(value)) return {}
  const texts = Object.entries(value).filter((entry): entry is [string, string] => isText(entry[1]))
  return texts.length === 0 ? {} : { images: Object.fromEntries(texts) }
}

function noteOf(value: unknown, id: string): RollbackNote | null {
  if (!isObject(value)) return null
  const { kind, from, to, services, reason, actor, runId, undoes, historyHead, historyNumber, historyChain, dataPreserved } = value
  return {
    kind: kind as RollbackNote['kind'], from: textOr(from, ''), to: textOr(to, ''), services: isTexts(services) ? services : [],
    reason: textOr(reason, ''), actor: textOr(actor, ''), runId: textOr(runId, id), dataPreserved: dataPreserved !== false,
    ...(typeof undoes === 'string' ? { undoes } : {}), ...(typeof historyHead === 'string' ? { historyHead } : {}),
    ...(typeof historyNumber === 'number' ? { historyNumber } : {}), ...(typeof historyChain === 'string' ? { historyChain } : {})
  }
}

type Test = readonly [field: string, expected: string, holds: (value: unknown) => boolean]
const REQUIRED: readonly Test[] = [
  ['id', 'text', isText], ['environment', 'text', isText], ['version', 'text', isText], ['timestamp', 'a date', isText],
  ['status', 'success, failed, rolled-back or in-progress', (value) => typeof value === 'string']
]
const OPTIONAL: readonly Test[] = [
  ['strategy', 'text', (value) => typeof value === 'string'], ['duration', 'a number of milliseconds', (value) => typeof value === 'number'],
  ['servicesDeployed', 'a list of names', isTexts], ['healthStatus', 'text', (value) => typeof value === 'string'],
  ['rollbackAvailable', 'true or false', (value) => typeof value === 'boolean'], ['rollback', 'an object', isObject]
]

function faultOf(value: Fields, index: number): RecordFault | null {
  const name = isText(value['id']) ? `record "${value['id']}"` : `record ${index + 1}`
  for (const [field, expected, holds] of REQUIRED) {
    const found = value[field]
    if (isMissing(found)) return { field: null, reason: `${name} has no "${field}"` }
    if (!holds(found)) return { field, reason: `"${field}" of ${name} is ${kindOf(found)}, expected ${expected}` }
  }
  for (const [field, expected, holds] of OPTIONAL) {
    const found = value[field]
    if (!isMissing(found) && !holds(found)) return { field, reason: `"${field}" of ${name} is ${kindOf(found)}, expected ${expected}` }
  }
  return contentFault(value, name)
}

function contentFault(value: Fields, name: string): RecordFault | null {
  const { timestamp, status, rollback } = value
  if (typeof timestamp === 'string' && instantOf(timestamp) === null) return { field: 'timestamp', reason: `"timestamp" of ${name} is not a date: ${quoted(timestamp)}` }
  if (!isStatus(status)) return { field: 'status', reason: `"status" of ${name} is ${quoted(status)}, expected success, failed, rolled-back or in-progress` }
  if (!isObject(rollback)) return null
  if (!KINDS.includes(rollback['kind'])) return { field: 'rollback', reason: `"rollback.kind" of ${name} is ${quoted(rollback['kind'])}, expected full, partial or undo` }
  const missing = ['from', 'to'].find((field) => !isText(rollback[field]))
  return missing === undefined ? null : { field: 'rollback', reason: `"rollback.${missing}" of ${name} names no deployment` }
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : kindOf(value)
  return typeof value === 'string' ? `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"` : text
}

export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (value === '') return 'empty'
  if (Array.isArray(value)) return 'a list'
  return { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ?? 'something else'
}
