import type { Clock } from '../context'
import type { Files } from '../files/files'
import type { ProjectPaths } from '../paths'
import type { Backups } from './backups'

/** What reading and writing the registry needs. */
export interface Parts { readonly paths: ProjectPaths; readonly files: Files; readonly clock: Clock; readonly backups: Backups }
