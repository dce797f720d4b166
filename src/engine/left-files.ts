import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectContext } from './context'
import { orMissing } from './files/problems'
import { writerOf } from './files/temporary-name'
import { isLeft } from './owned'

/** Removes temporary files of a writer that lives no more; a folder that is not there has none. Their content may be secret, and nobody will put them in place. */
export async function removeLeftIn(context: Pick<ProjectContext, 'files' | 'host'>, folder: string): Promise<void> {
  for (const name of (await orMissing(readdir(folder))) ?? []) {
    const owner = writerOf(name)
    if (owner && (await isLeft(context, { owner }))) await context.files.remove(join(folder, name))
  }
}
