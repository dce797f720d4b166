/** What a process that was killed left behind: decrypted content and temporary files are removed, folders on their way are finished. */
import type { ProjectContext } from '../context'
import { removeLeftIn } from '../left-files'
import { projectPaths } from '../paths'
import { finishLeft } from './aside'
import { removeLeftUnsealed } from './unsealed'

export async function clearLeft(context: ProjectContext): Promise<void> {
  const { project, deployments, backups } = projectPaths(context.project)
  await removeLeftUnsealed(context)
  await finishLeft(context)
  for (const folder of [project, deployments, backups]) await removeLeftIn(context, folder)
}
