/** Takes from a disk what a loss of power may have taken: one of the many states that it can be found in. */
import { existsSync, linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../random'
import type { AtRisk, DirtyFile, Entry } from './disk-model'

/**
 * `everything`: no change that was not synced is there. `nothing`: all are, as after a kill. `data`: names are there, content is not;
 * `zeros`: as long as it was, but empty. `names`: content is there, names are not. `torn`: some changes of folders, content cut at any byte.
 * `sectors`: the first changes of folders, and some sectors of the content.
 */
export const LOSSES = ['everything', 'nothing', 'data', 'zeros', 'names', 'torn', 'sectors'] as const
export type Loss = (typeof LOSSES)[number]
const SECTOR = 512

/** Is there anything that could be lost? */
export const isAtRisk = ({ changes, files }: AtRisk): boolean => changes.length > 0 || files.length > 0

export function lose(risk: AtRisk, loss: Loss, held: string, random: Random): void {
  mkdirSync(held, { recursive: true })
  loseNames(risk, keptOperations(risk, loss, random), held)
  for (const file of risk.files) loseContent(risk, file, loss, held, random)
}

/** Which operations on folders reached the disk. */
function keptOperations({ changes }: AtRisk, loss: Loss, random: Random): ReadonlySet<number> {
  const all = [...new Set(changes.map(({ operation }) => operation))].sort((one, other) => one - other)
  if (loss === 'everything' || loss === 'names') return new Set()
  if (loss === 'torn') return new Set(all.filter(() => random.chance(0.5)))
  return new Set(loss === 'sectors' ? all.slice(0, random.below(all.length + 1)) : all)
}

function loseNames({ changes, held: kept }: AtRisk, operations: ReadonlySet<number>, held: string): void {
  const names = new Map<string, { path: string; wanted: Entry; now: Entry }>()
  for (const change of changes) {
    const path = join(change.folder, change.name)
    const name = names.get(path) ?? { path, wanted: change.from, now: change.from }
    names.set(path, { path, wanted: operations.has(change.operation) ? change.to : name.wanted, now: change.to })
  }
  const wrong = [...names.values()].filter(({ wanted, now }) => !isSame(wanted, now))
  const links = new Map<number, string>(Object.entries(kept).map(([file, path]) => [Number(file), path]))
  for (const { path, now } of wrong) if (now.kind === 'file' && existsSync(path)) links.set(now.file, secondName(path, now.file, held))
  moveFoldersBack(wrong)
  for (const { path, now } of wrong) if (now.kind !== 'none') rmSync(path, { recursive: true, force: true })
  for (const { path, wanted } of wrong) restore(path, wanted, links)
}

const isSame = (one: Entry, other: Entry): boolean => JSON.stringify(one) === JSON.stringify(other)

function secondName(path: string, file: number, held: string): string {
  const second = join(held, String(file))
  if (!existsSync(second)) linkSync(path, second)
  return second
}

type Wrong = { readonly path: string; readonly wanted: Entry; readonly now: Entry }

/** A folder that was renamed has its old name again; everything in it comes along. */
function moveFoldersBack(wrong: Wrong[]): void {
  for (const back of wrong.filter(({ wanted }) => wanted.kind === 'folder')) {
    const folder = back.wanted.kind === 'folder' ? back.wanted.folder : 0
    const there = wrong.find(({ now }) => now.kind === 'folder' && now.folder === folder)
    if (!there || !existsSync(there.path) || lstatSync(there.path).ino !== folder) continue
    renameSync(there.path, back.path)
    wrong.splice(wrong.indexOf(there), 1)
    wrong.splice(wrong.indexOf(back), 1)
  }
}

function restore(path: string, wanted: Entry, links: ReadonlyMap<number, string>): void {
  // Its folder went as well: then it is not found in any case.
  if (!existsSync(join(path, '..'))) return
  const second = wanted.kind === 'file' ? links.get(wanted.file) : undefined
  if (second !== undefined) linkSync(second, path)
  if (wanted.kind === 'link') symlinkSync(wanted.to, path)
}

/** In place, so that the file keeps its number. */
function loseContent({ paths, held }: AtRisk, file: DirtyFile, loss: Loss, folder: string, random: Random): void {
  if (loss === 'nothing' || loss === 'names') return
  const place = [paths[file.file], held[file.file], join(folder, String(file.file))].find((path) => path !== undefined && existsSync(path) && lstatSync(path).ino === file.file)
  if (place === undefined) return
  const now = readFileSync(place)
  const content = remaining(Buffer.from(file.synced, 'base64'), now, loss, random)
  truncateSync(place, 0)
  writeFileSync(place, content, { flag: 'r+' })
}

function remaining(synced: Buffer, now: Buffer, loss: Loss, random: Random): Buffer {
  const risky = Math.min(synced.length, now.length)
  if (loss === 'torn') return now.subarray(0, random.between(risky, now.length))
  const lost = Buffer.concat([synced.subarray(0, now.length), Buffer.alloc(Math.max(0, now.length - synced.length))])
  if (loss === 'zeros') return lost
  if (loss === 'sectors') {
    for (let at = risky - (risky % SECTOR); at < now.length; at += SECTOR) if (random.chance(0.5)) now.copy(lost, Math.max(at, risky), Math.max(at, risky), Math.min(at + SECTOR, now.length))
    return lost
  }
  return synced
}
