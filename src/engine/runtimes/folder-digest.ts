/** What a release folder holds, as one SHA-256: names, kinds, executable bits and contents of everything below it. */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { join } from 'node:path'
import { canonicalJson, sha256Hex } from '../../domain/canonical'
import type { Files } from '../files/files'
import { isFolder } from './worktree/head'

interface Remembered { readonly stamp: string; readonly sha256: string }

/** Digests of files that did not change since, by path: a folder is asked about again and again. */
const remembered = new Map<string, Remembered>()
const MOST = 100_000
const AT_ONCE = 100

/** `holds`: is there a file or a link below it at all? Null when there is no such folder. */
export async function readFolder(files: Files, folder: string): Promise<{ readonly digest: string; readonly holds: boolean } | null> {
  if (!isFolder(folder)) return null
  const entries = await entriesOf(files, folder, '')
  return { digest: sha256Hex(canonicalJson(entries)), holds: entries.some(([, kind]) => kind !== 'folder') }
}

/** Null when there is no such folder. */
export const folderDigest = async (files: Files, folder: string): Promise<string | null> => (await readFolder(files, folder))?.digest ?? null

type Entry = readonly [path: string, kind: 'file' | 'program' | 'link' | 'folder', content: string]

async function entriesOf(files: Files, root: string, below: string): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (const [n, name] of readdirSync(join(root, below)).sort().entries()) {
    // A large folder holds up nothing else.
    if (n % AT_ONCE === AT_ONCE - 1) await setImmediate()
    entries.push(...(await entryOf(files, root, below === '' ? name : `${below}/${name}`)))
  }
  return entries
}

async function entryOf(files: Files, root: string, path: string): Promise<readonly Entry[]> {
  const full = join(root, path)
  const stats = lstatSync(full, { bigint: true })
  if (stats.isSymbolicLink()) return [[path, 'link', readlinkSync(full)]]
  if (stats.isDirectory()) return [[path, 'folder', ''], ...(await entriesOf(files, root, path))]
  if (!stats.isFile()) return []
  const stamp = `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`
  return [[path, (stats.mode & 0o111n) === 0n ? 'file' : 'program', await contentOf(files, full, stamp)]]
}

async function contentOf(files: Files, path: string, stamp: string): Promise<string> {
  const known = remembered.get(path)
  if (known?.stamp === stamp) return known.sha256
  const { sha256 } = await files.sha256(path)
  if (remembered.size >= MOST) remembered.clear()
  remembered.set(path, { stamp, sha256 })
  return sha256
}
