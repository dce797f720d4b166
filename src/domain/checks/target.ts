/** Is there a target, was it good, is all of it still there? */
import type { Check } from '../check'
import type { ServiceDefinition } from '../definition'
import type { Deployment } from '../deployment'
import { artifactKey, artifactOf, serviceKey, type Fact } from '../facts'
import { recordedHealth } from '../health'
import type { PartialIs } from '../plan'
import { isAltered } from '../release'
import { bytes, listOf, shortCommit, shortHash, span } from '../text'
import { scopeOf } from '../wanted-scope'
import { CHECK_AGAIN, OTHER_TARGET, alwaysBlocks, blocksUnlessForced, checkAgainAfter, passed, warns, type Checker, type CheckInput } from './input'

export const targetExists: Checker = {
  name: 'target_exists',
  run: ({ request, target, targetProblem, record, manifestProblem }) => {
    // An undo has no other target: what is wrong with its own has to be put right.
    if (targetProblem) return [alwaysBlocks('target_exists', 'Target', targetProblem.message, { detail: targetProblem.next, remedies: [request.undo === null ? OTHER_TARGET : checkAgainAfter(targetProblem.next)] })]
    if (manifestProblem) return [alwaysBlocks('target_exists', 'Target', manifestProblem.message, { detail: manifestProblem.next, remedies: [OTHER_TARGET] })]
    if (!target) return [alwaysBlocks('target_exists', 'Target', 'There is no target.', { remedies: [OTHER_TARGET] })]
    return [passed('target_exists', 'Target', record ? `${record.id} is in the registry` : `${target.to.version} is in the snapshot`, { evidence: [{ label: 'Deployed', value: target.to.timestamp }] })]
  }
}

export const targetStatus: Checker = {
  name: 'target_status',
  run: ({ record, request, current }) => {
    if (request.undo !== null) return [passed('target_status', 'Status', 'an undo brings back what ran before the run')]
    if (!record) return []
    const evidence = [{ label: 'Status', value: record.status }, { label: 'Health', value: record.healthStatus ?? 'not recorded' }]
    if (record.status === 'success' && isUnwell(record)) return [warns('target_status', 'Status of the target', `${record.version} was recorded as ${record.healthStatus ?? ''}.`, { headline: `${record.version} was recorded as ${record.healthStatus ?? ''}`, detail: 'It was deployed successfully, and may not serve well all the same.', remedies: [OTHER_TARGET], evidence })]
    if (record.status === 'success') {
      const ago = current ? Date.parse(current.timestamp) - Date.parse(record.timestamp) : 0
      return [passed('target_status', 'Status', `${record.version} was successful${ago > 0 ? `, deployed ${span(ago)} before ${current?.version ?? ''}` : ''}`, { evidence })]
    }
    if (record.status === 'rolled-back') return [warns('target_status', 'Status of the target', `${record.version} was left by a rollback before.`, { headline: `${record.version} was left by a rollback before`, detail: 'Whatever made somebody leave it may still be there.', remedies: [OTHER_TARGET], evidence })]
    const how = record.status === 'failed' ? 'failed when it was deployed' : 'was never finished'
    return [blocksUnlessForced('target_status', 'Status of the target', `${record.version} ${how}.`, { headline: `${record.version} ${how}`, detail: 'Going back to it probably does not help.', remedies: [OTHER_TARGET], evidence })]
  }
}

function isUnwell({ healthStatus }: Deployment): boolean {
  const health = recordedHealth(healthStatus)
  return health === 'unhealthy' || health === 'doubtful'
}

export const artifacts: Checker = {
  name: 'artifacts',
  run: (input) => {
    const gone = Object.entries(input.artifacts).filter(([, fact]) => !fact.known || !fact.is.present)
    const evidence = Object.entries(input.artifacts).map(([key, fact]) => ({ label: nameOf(key), value: fact.known ? fact.seen.what : fact.reason }))
    if (gone.length > 0) {
      const names = gone.map(([key, fact]) => `${nameOf(key)} (${fact.known ? fact.seen.what : fact.reason})`).join(', ')
      return [alwaysBlocks('artifacts', 'What it needs is there', `Missing: ${names}.`, { headline: `${input.target?.to.version ?? 'The target'} is not complete any more`, detail: 'Without it there is nothing to start.', remedies: [OTHER_TARGET, CHECK_AGAIN], evidence })]
    }
    return [...missingReleases(input), ...alteredReleases(input), passed('artifacts', 'Artifacts', thereWords(Object.keys(input.artifacts).map(nameOf)), { evidence })].slice(0, 1)
  }
}
const thereWords = (names: readonly string[]): string => {
  if (names.length === 0) return 'nothing to look for'
  return names.length === 1 ? `${names[0] ?? ''} is there` : `all ${names.length} are there`
}
const nameOf = (key: string): string => key.replace(/^artifact:/, '').replace(/@local$/, '')

/** Of what the plan would start: a service that already runs as captured is not started from its release. */
function alteredReleases({ target, plan, artifacts: found }: CheckInput): readonly Check[] {
  const starts = new Set(plan?.steps.filter(({ phase }) => phase === 'start').map(({ resource }) => resource))
  const altered = scopeOfServices(target).flatMap(({ name, hosts }) => hosts.flatMap((host) => {
    const fact = artifactOf(found, name, host)
    const release = target?.releases[name]
    return fact?.known && release?.kind === 'folder' && starts.has(serviceKey(name, host)) && isAltered(release, fact) ? [{ name: nameOf(artifactKey(name, host)), what: fact.seen.what, then: release.digest, now: fact.is.digest ?? '' }] : []
  }))
  if (altered.length === 0) return []
  return [blocksUnlessForced('artifacts', 'What it needs is as it was', `Changed since it was captured: ${altered.map(({ name, what }) => `${name} (${what})`).join(', ')}.`, {
    headline: `${target?.to.version ?? 'The target'} is not what it was any more`,
    detail: 'Something in there was changed, added or removed. Put it back as it was and check again; overridden, what is there now is started, and remembered as what it is.',
    remedies: [CHECK_AGAIN, OTHER_TARGET],
    evidence: altered.map(({ name, then, now }) => ({ label: name, value: `captured ${shortHash(then)}, now ${shortHash(now)}` }))
  })]
}

const scopeOfServices = (target: CheckInput['target']): readonly ServiceDefinition[] => (target ? scopeOf(target).part.services : [])

/** What has code now, or always has, cannot be brought back when no release of then is known. */
function missingReleases({ target, observed, needRelease, record, wanted }: CheckInput): readonly Check[] {
  if (!target) return []
  const { whole, moving } = scopeOf(target)
  const came = new Set(target.manifest?.definition.services.map(({ name }) => name) ?? [...moving])
  const stays = (name: string, hosts: readonly string[]): boolean => hosts.every((host) => isStopped(wanted?.wanted[serviceKey(name, host)]))
  const lost = whole.services.filter(({ name, hosts }) => moving.has(name) && !stays(name, hosts) && came.has(name) && (target.releases[name] ?? null) === null
    && (needRelease.includes(name) || hosts.some((host) => hasCode(observed?.facts[serviceKey(name, host)]))))
  if (lost.length === 0) return []
  return [alwaysBlocks('artifacts', 'What it needs is there', `No release of ${listOf(lost.map(({ name }) => name))} is known for ${target.to.version}.`, { headline: 'There is no code to go back to', detail: whyNoRelease(record), remedies: [OTHER_TARGET, CHECK_AGAIN] })]
}

const whyNoRelease = (record: CheckInput['record']): string => record?.commit
  ? `The commit that the record names (${shortCommit(record.commit)}) is not in the repository. A tag or a branch with the name of the version may be something else, so it is not taken instead: fetch the commit.`
  : 'Nothing was captured, the record names no commit, and neither a tag nor a folder has the name of the version.'

/** What is to be down needs no code. */
const isStopped = (part: PartialIs | undefined): boolean => part !== undefined && 'state' in part && part.state === 'stopped'

const hasCode = (fact: Fact | undefined): boolean => fact?.known === true && fact.is.kind === 'service' && (fact.is.installed !== null || (fact.is.runs?.release ?? null) !== null)

export const diskSpace: Checker = {
  name: 'disk_space',
  run: ({ disk }) => {
    const evidence = [{ label: 'Free', value: bytes(disk.free) }, { label: 'Needed', value: bytes(disk.needed) }]
    if (disk.free < disk.needed) return [alwaysBlocks('disk_space', 'Space for the snapshot', `${bytes(disk.free)} are free, a snapshot needs about ${bytes(disk.needed)}.`, { headline: 'There is not enough space for the snapshot', detail: 'Nothing starts before a snapshot is complete and verified.', remedies: [CHECK_AGAIN], evidence })]
    return [passed('disk_space', 'Space', `${bytes(disk.free)} free for a snapshot of about ${bytes(disk.needed)}`, { evidence })]
  }
}
