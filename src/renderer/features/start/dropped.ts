/** What was dropped, and whether it can be opened. */
import type { Problem } from '../../../domain/problem'
import { visibleText } from '../../components/visible'

export interface Dropped {
  /** As the system calls it, without the folders around it. */
  readonly name: string
  /** Empty when it is nowhere on this machine: a picture out of a browser, an attachment. */
  readonly path: string
  readonly isFolder: boolean
}

/** The folder to open, or why nothing is opened. */
export function folderOf(dropped: readonly Dropped[]): { readonly path: string } | Problem {
  const [first] = dropped
  if (first === undefined) return refused('What was dropped is no folder.')
  if (dropped.length > 1) return refused(`${String(dropped.length)} things were dropped. One project is opened at a time.`, 'Drop one folder.')
  if (!first.isFolder) return refused(`"${visibleText(first.name)}" is a file, not a folder.`, 'Drop the folder of the project: the one that has backstep.yaml in it.')
  return first.path === '' ? refused(`Where "${visibleText(first.name)}" is on this machine cannot be seen.`, 'Use Open folder… instead.') : { path: first.path }
}

const refused = (message: string, next = 'Drop the folder of a project.'): Problem => ({ code: 'not-dropped', message: `${message} Nothing was opened.`, next })
