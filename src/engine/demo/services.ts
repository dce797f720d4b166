/** Starts and stops the demo's services, all environments at once. */
import { currentOf } from '../../domain/registry/lineage'
import { fail } from '../../domain/problem'
import { isHeld } from '../lock/lock'
import { openSession, type Session, type SessionDeps } from '../session/session'
import type { EnvironmentDefinition } from '../../domain/definition'
import { startStopped, stopAll } from './deploy'

export const startServices = (folder: string, deps: SessionDeps): Promise<void> =>
  withSession(folder, deps, async (session, definitions) => {
    const { registry } = await session.registry.read()
    await Promise.all(definitions.map(async (definition) => {
      const { current } = currentOf(registry, definition.name)
      if (current && !isHeld(session.path, definition.name)) await startStopped(session, definition, current.version, current.commit)
    }))
  })

/** Refused while a run goes on. */
export const stopServices = (folder: string, deps: SessionDeps): Promise<void> =>
  withSession(folder, deps, async (session, definitions) => {
    const busy = definitions.find(({ name }) => isHeld(session.path, name))
    if (busy) throw fail('demo-busy', `A run is going on in ${busy.name} of the demo. Nothing was changed.`, 'Wait for it to end, or stop it first.')
    await Promise.all(definitions.map((definition) => stopAll(session, definition)))
  })

async function withSession(folder: string, deps: SessionDeps, work: (session: Session, definitions: readonly EnvironmentDefinition[]) => Promise<void>): Promise<void> {
  const session = await openSession(folder, deps)
  try {
    const { definition } = await session.definitionFile.read()
    await work(session, definition?.environments ?? [])
  } finally {
    await session.close()
  }
}
