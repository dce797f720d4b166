/** Starts and stops the demo's services, all environments at once. */
import { currentOf } from '../../domain/registry/lineage'
import { isHeld, type Held } from '../lock/lock'
import { holdFor } from '../run/hold'
import { passingKey } from '../session/project-key'
import { openSession, type Session, type SessionDeps } from '../session/session'
import type { EnvironmentDefinition } from '../../domain/definition'
import { startStopped, stopAll } from './deploy'
import { ENVIRONMENTS } from './settings'

export const startServices = async (folder: string, deps: SessionDeps): Promise<void> =>
  withSession(await openSession(folder, deps), async (session, definitions) => {
    const { registry } = await session.registry.read()
    await Promise.all(definitions.map(async (definition) => {
      const { current } = currentOf(registry, definition.name)
      if (current && !isHeld(session.path, definition.name)) await startStopped(session, definition, current.version, current.commit)
    }))
  })

/** Stops everything and does the work while no run can begin, also where the project's key is lost. Throws `environment-locked`, with who holds one of the environments. */
export async function withoutServices(folder: string, deps: SessionDeps, work: () => Promise<void>): Promise<void> {
  const locks: Held[] = []
  try {
    await withSession(await openSession(folder, deps, async () => passingKey()), async (session, definitions) => {
      const names = new Set([...ENVIRONMENTS, ...definitions.map(({ name }) => name)])
      for (const name of names) locks.push(await holdFor(session, name, 'stopping the demo'))
      await Promise.all(definitions.map((definition) => stopAll(session, definition)))
    })
    await work()
  } finally {
    for (const lock of locks) await lock.release()
  }
}

async function withSession(session: Session, work: (session: Session, definitions: readonly EnvironmentDefinition[]) => Promise<void>): Promise<void> {
  try {
    const { definition } = await session.definitionFile.read()
    await work(session, definition?.environments ?? [])
  } finally {
    await session.close()
  }
}
