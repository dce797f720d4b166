/** A release as the text that facts hold: `commit:<40 hex>` or `folder:<path>#<sha256>`. */
import type { Release } from '../../domain/manifest'

export const releaseText = (release: Release): string =>
  release.kind === 'git' ? `commit:${release.commit}` : `folder:${release.path}#${release.digest}`

/** Null when the text names no release. */
export function releaseOf(text: string | null): Release | null {
  const commit = /^commit:([0-9a-f]{40})$/.exec(text ?? '')?.[1]
  if (commit !== undefined) return { kind: 'git', commit }
  const [, path, digest] = /^folder:(.+)#([0-9a-f]{64})$/s.exec(text ?? '') ?? []
  return path === undefined || digest === undefined ? null : { kind: 'folder', path, digest }
}
