/** What a process that was killed left behind: decrypted content is removed, folders on their way are finished. */
import type { ProjectContext } from '../context'
import { finishLeft } from './aside'
import { removeLeftUnsealed } from './unsealed'

export async function clearLeft(context: ProjectContext): Promise<void> {
  await removeLeftUnsealed(context)
  await finishLeft(context)
}
