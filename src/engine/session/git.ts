import { createGit, type Git } from '../hosts/git'
import type { Session } from './session'

/** git of a project, with its secrets masked in what it prints. */
export const gitOf = ({ context }: Session): Git => createGit(context.host('local'), (text) => context.mask(text))
