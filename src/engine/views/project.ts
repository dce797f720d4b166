import { access } from 'node:fs/promises'
import path from 'node:path'
import { problemOf, type Problem } from '../../domain/problem'
import { environmentsOf } from '../../domain/registry/lineage'
import type { ProjectView } from '../../domain/views'
import { createManifests } from '../manifests'
import { leftUnsealed } from '../manifests/unsealed'
import { DEFINITION_MISSING, definitionProblem } from '../session/definition-file'
import type { Session } from '../session/session'

/** A project opens also when its registry is damaged or its definition has errors: `problems` says what. */
export async function projectView(session: Session): Promise<ProjectView> {
  const definition = await session.definitionFile.read()
  const read = await session.registry.read().then(({ registry }) => ({ count: registry.deployments.length, environments: environmentsOf(registry), problem: null }), (error: unknown) => ({ count: 0, environments: [], problem: problemOf(error) }))
  const named = definition.definition?.environments.map((environment) => environment.name) ?? []
  const recorded = read.environments.filter((name) => !named.includes(name))
  const wrong = definition.problems.filter((problem) => problem.severity === 'error').slice(0, 1).map((problem) => definitionProblem(definition.path, problem))
  const missing = definition.exists ? [] : [DEFINITION_MISSING]
  const manifests = createManifests(session.context)
  return {
    path: session.path, name: definition.definition?.name ?? path.basename(session.path), environments: [...named, ...recorded], writable: session.readOnly === null, readOnlyReason: session.readOnly,
    demo: await access(session.paths.demoMarker).then(() => true, () => false), problems: [...(read.problem ? [read.problem] : []), ...wrong, ...missing, ...(await leftProblems(session))],
    counts: { deployments: read.problem === null ? read.count : null, snapshots: (await manifests.ids('rollback-snapshots')).length + (await manifests.ids('manifests')).filter((id) => id.endsWith('.before')).length, history: (await session.store.history({ limit: 1 })).total }
  }
}

async function leftProblems(session: Session): Promise<readonly Problem[]> {
  const left = session.readOnly === null ? await leftUnsealed(session.context) : []
  return left.map((file) => ({ code: 'unsealed-left', message: `${file} holds decrypted content that a killed process left, and it could not be removed.`, next: 'Remove it by hand.', place: { file } }))
}
