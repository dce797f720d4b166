/** Is a release still what was captured? Its digest tells; only a folder can be there and be another. */
import type { ArtifactFact } from './facts'
import type { Release } from './manifest'

/** It is there, but something in it was changed, added or removed since it was captured. */
export const isAltered = (release: Release | null | undefined, artifact: ArtifactFact | null | undefined): boolean =>
  release?.kind === 'folder' && artifact?.known === true && artifact.is.present && artifact.is.digest !== release.digest

/** The release as it was found: what is started from an altered folder is not what was captured, and is not to be taken for it. */
export const asFound = (release: Release | null, artifact: ArtifactFact | null | undefined): Release | null =>
  release?.kind === 'folder' && artifact?.known === true && artifact.is.present && artifact.is.digest !== null ? { ...release, digest: artifact.is.digest } : release
