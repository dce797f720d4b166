/** `backstep record`: a deployment as a registry record and a release manifest, at once or around the deployment. */
import { addRecord, emptyRegistry, setRecordFields } from '../../domain/registry/edit'
import { currentOf, deploymentById } from '../../domain/registry/lineage'
import { imageProblem } from '../../domain/image'
import { listOf, stripControl } from '../../domain/text'
import { safeVersion } from '../../domain/version'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Deployment } from '../../domain/deployment'
import type { Fact, Json, Observed } from '../../domain/facts'
import { fail } from '../../domain/problem'
import type { FinishInput, Recorded, RecordInput } from '../engine'
import { environmentOf, requireWritable, type Session } from '../session/session'
import { observeEnvironment } from '../gather/observe'
import { captureManifest } from './capture'
import { commitOf, otherCommits } from './commits'
import { undisturbed } from './undisturbed'

export async function record(session: Session, input: RecordInput, actor: string): Promise<Recorded> {
  const definition = await admit(session, input)
  return undisturbed(session, definition.name, async () => {
    const id = await newIn(session, input.id)
    const commit = await commitOf(session, input.commit)
    const observed = await observeEnvironment(session, definition, { probes: { version: input.version } })
    const releases = await captureManifest(session, definition, { id, kind: 'release', version: input.version, deploymentId: id, copies: false, observed, commit, ...imagesOf(input.images), ...(input.timestamp ? { takenAt: input.timestamp } : {}) })
    const added = await add(session, recordOf(session, definition, { ...input, actor: input.actor ?? actor }, id, commit, input.status, healthOf(observed)))
    return { ...added, otherCommits: await otherCommits(session, commit, releases) }
  })
}

/** Before a deployment: what runs is captured with copies of the databases, and the record stands as in progress. Without a commit that is given it has none yet: the deployment may check out another one. */
export async function recordBegin(session: Session, input: Omit<RecordInput, 'status'>, actor: string): Promise<Deployment> {
  const definition = await admit(session, input)
  return undisturbed(session, definition.name, async () => {
    const id = await newIn(session, input.id)
    const commit = input.commit === null ? null : await commitOf(session, input.commit)
    const { current } = currentOf((await session.registry.read()).registry, definition.name)
    await captureManifest(session, definition, { id: `${id}.before`, kind: 'before-deployment', version: current?.version ?? 'unknown', deploymentId: current?.id ?? null, copies: true, ...(input.timestamp ? { takenAt: input.timestamp } : {}) })
    return add(session, recordOf(session, definition, { ...input, actor: input.actor ?? actor }, id, commit, 'in-progress', 'unknown'))
  })
}

export async function recordFinish(session: Session, id: string, status: 'success' | 'failed', more: FinishInput = {}): Promise<Recorded> {
  const { environment } = await begunOf(session, id)
  return undisturbed(session, environment, async () => finishRecord(session, await begunOf(session, id), status, more))
}

async function begunOf(session: Session, id: string): Promise<Deployment> {
  const begun = deploymentById((await session.registry.read()).registry, id)
  if (!begun) throw fail('deployment-unknown', `Deployment '${id}' is not in the registry. Nothing was changed.`, 'Run `backstep record --begin` before the deployment; it answers the id.')
  if (begun.status !== 'in-progress') throw fail('deployment-ended', `Deployment '${id}' has ended already (${begun.status}). Nothing was changed.`, 'Record a new deployment.')
  return begun
}

async function finishRecord(session: Session, begun: Deployment, status: 'success' | 'failed', more: FinishInput): Promise<Recorded> {
  const { id, version } = begun
  const definition = await environmentOf(session, begun.environment)
  requireImages(definition, more.images ?? {})
  const images = imagesOf({ ...begun.images, ...more.images })
  const commit = typeof more.commit === 'string' ? await commitOf(session, more.commit) : (begun.commit ?? (await commitOf(session, null)))
  const observed = await observeEnvironment(session, definition, { probes: { version } })
  const releases = await captureManifest(session, definition, { id, kind: 'release', version, deploymentId: id, copies: false, observed, commit, ...images })
  const now = session.context.clock.now()
  const isGood = status === 'success'
  const fields = {
    status, duration: Math.max(0, now.getTime() - Date.parse(begun.timestamp)), healthStatus: isGood ? healthOf(observed) : 'unhealthy', rollbackAvailable: isGood,
    ...(commit === null ? {} : { commit }), ...images, manifest: `manifests/${id}`
  }
  await session.registry.write((text) => setRecordFields(text ?? '', id, fields, now.toISOString()))
  return { ...(await require(session, id)), otherCommits: await otherCommits(session, commit, releases) }
}

type Health = 'healthy' | 'unhealthy' | 'unknown'

/** Of what was not started from here, and may be another program's, no health is claimed; that its probes answer badly is. */
function healthOf({ facts }: Observed): Health {
  const found = Object.entries(facts).filter(([key]) => key.startsWith('service:')).map(([, fact]) => serviceHealth(fact))
  return found.find((health) => health === 'unhealthy') ?? found.find((health) => health === 'unknown') ?? 'healthy'
}

function serviceHealth(fact: Fact): Health {
  if (!fact.known || !('probes' in fact.seen)) return 'unknown'
  const { display, probes, neverStarted, foreign } = fact.seen
  if (probes.some(({ ok }) => !ok)) return 'unhealthy'
  if (neverStarted || foreign) return 'unknown'
  return display === 'running' ? 'healthy' : 'unhealthy'
}

async function admit(session: Session, input: Omit<RecordInput, 'status'>): Promise<EnvironmentDefinition> {
  requireWritable(session)
  const bad = safeVersion(input.version)
  if (bad !== null) throw fail('version-invalid', `${bad} Nothing was changed.`, 'Give a plain version such as v1.2.3.')
  const definition = await environmentOf(session, input.environment)
  requireImages(definition, input.images ?? {})
  return definition
}

async function newIn(session: Session, asked: string | undefined): Promise<string> {
  const { registry } = await session.registry.read()
  const id = asked ?? newId(session.context.clock.now())
  if (deploymentById(registry, id)) throw fail('deployment-exists', `Deployment '${id}' is in the registry already. Nothing was changed.`, 'Record it under another id.')
  return id
}

type Images = Readonly<Record<string, string>>
const imagesOf = (images: Images | undefined): { images?: Images } => (images === undefined || Object.keys(images).length === 0 ? {} : { images })

function requireImages(definition: EnvironmentDefinition, images: Images): void {
  const names = definition.services.map((service) => service.name)
  for (const [service, image] of Object.entries(images)) {
    if (!names.includes(service)) throw fail('service-unknown', `There is no service '${stripControl(service)}' in ${definition.name}. Nothing was changed.`, `There ${names.length === 1 ? 'is' : 'are'} ${listOf(names)}.`)
    const wrong = imageProblem(image)
    if (wrong !== null) throw fail('image-invalid', `${wrong} Nothing was changed.`, 'Give a reference as the registry takes it, with a tag or a digest.')
  }
}

const newId = (now: Date): string => `deploy-${now.toISOString().replace(/[-:T]/g, '').slice(0, 14)}-${Math.random().toString(36).slice(2, 6)}`

function recordOf(session: Session, definition: EnvironmentDefinition, input: Omit<RecordInput, 'status'>, id: string, commit: string | null, status: Deployment['status'], health: Health): Record<string, Json> {
  return {
    id, environment: definition.name, strategy: input.strategy ?? definition.strategy, version: input.version, timestamp: input.timestamp ?? session.context.clock.now().toISOString(),
    status, ...(input.duration === undefined ? {} : { duration: input.duration }), servicesDeployed: definition.services.map((service) => service.name),
    healthStatus: status === 'failed' ? 'unhealthy' : health, rollbackAvailable: status === 'success',
    ...(commit === null ? {} : { commit }), ...imagesOf(input.images), ...(input.actor === undefined ? {} : { actor: input.actor }), ...(status === 'in-progress' ? {} : { manifest: `manifests/${id}` })
  }
}

async function add(session: Session, added: Record<string, Json>): Promise<Deployment> {
  const now = session.context.clock.now().toISOString()
  await session.registry.write((text) => addRecord(text ?? emptyRegistry(session.path, now), added, {}, now))
  return require(session, String(added['id']))
}

async function require(session: Session, id: string): Promise<Deployment> {
  const { registry } = await session.registry.read()
  const found = deploymentById(registry, id)
  if (!found) throw fail('registry-not-written', `Deployment '${id}' was written but is not in the registry now.`, 'Another program replaced the file; record it again.')
  return found
}
