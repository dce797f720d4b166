/** What a process that was killed left behind: decrypted content and temporary files are removed, folders on their way are finished. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectContext } from '../context'
import { orMissing } from '../files/problems'
import { removeLeftIn } from '../left-files'
import { projectPaths } from '../paths'
import { finishLeft } from './aside'
import { removeLeftUnsealed } from './unsealed'

export async function clearLeft(context: ProjectContext): Promise<void> {
  const { project, deployments, backups, takeovers, services, worktrees } = projectPaths(context.project)
  await removeLeftUnsealed(context)
  await finishLeft(context)
  // A service's record stands in its environment's folder, and a release's mark beside the release.
  const ofEnvironments = [...(await foldersIn(services)), ...(await Promise.all((await foldersIn(worktrees)).map(foldersIn))).flat()]
  for (const folder of [project, deployments, backups, takeovers, ...ofEnvironments]) await removeLeftIn(context, folder)
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = (await orMissing(readdir(folder, { withFileTypes: true }))) ?? []
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
}
