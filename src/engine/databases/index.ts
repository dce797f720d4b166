/** The database engines that there are. */
import { sqlite } from './sqlite'

export { sqlite } from './sqlite'

export const databases = [sqlite] as const
