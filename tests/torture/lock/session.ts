/**
 * What holding an environment needs of a session: the real store, lock and processes. Without registry, keys and adapters, whose loading
 * is most of a program's start; the lock asks for none of them.
 */
import { systemIo } from '../../../src/engine/files/io'
import { createFiles } from '../../../src/engine/files/local-files'
import { createLocalHost } from '../../../src/engine/hosts/local'
import { projectPaths } from '../../../src/engine/paths'
import type { Session } from '../../../src/engine/session/session'
import { openStore } from '../../../src/engine/store/sqlite-store'

export async function openHolding(project: string, environment: string): Promise<Session> {
  const host = createLocalHost()
  const store = await openStore(projectPaths(project).store)
  const definition = { environments: [{ name: environment, config: [] }] }
  const parts = {
    path: project, store,
    context: { project, store, files: createFiles(systemIo, host.self), clock: { now: () => new Date() }, host: () => host, mask: (text: string) => text },
    definitionFile: { require: () => Promise.resolve(definition), read: () => Promise.resolve({ definition }) }
  }
  return parts as unknown as Session
}
