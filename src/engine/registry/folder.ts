import type { Files } from '../files/files'
import type { ProjectPaths } from '../paths'

const IGNORED = `# Written by Backstep. Only the registry and Backstep's schema files belong in git:
# everything else here holds configuration, copies of databases or runs.
*
!.gitignore
!deployment-registry.json
!*.schema.json
`

/** Creates `.deployments` with its `.gitignore` first, before anything is in it that git could take. */
export async function prepareFolder(paths: ProjectPaths, files: Files): Promise<void> {
  // Other tools and users read the registry in it; what Backstep keeps lies in folders of 0700.
  await files.makeFolder(paths.deployments, 0o755)
  if ((await files.read(paths.gitignore)) === null) await files.write(paths.gitignore, IGNORED, { mode: 0o644 })
}
