/** Spoils a folder of kept files: one change, in one of the ways in which disks, people and programs do it. */
import { createHash } from 'node:crypto'
import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../random'

/** Answers what was done, in words. */
type Spoil = (folder: string, files: readonly string[], random: Random) => string
const CHECKSUMS = 'checksums.json'

export const SPOILS: Readonly<Record<string, Spoil>> = {
  'a bit flipped': (folder, files, random) => {
    const file = random.pick(filled(folder, files))
    const bytes = readFileSync(join(folder, file))
    const at = random.below(bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.below(8)), at)
    writeFileSync(join(folder, file), bytes)
    return `byte ${at} of ${file}`
  },
  'cut off': (folder, files, random) => {
    const file = random.pick(filled(folder, files))
    const size = random.below(statSync(join(folder, file)).size)
    truncateSync(join(folder, file), size)
    return `${file} after ${size} bytes`
  },
  'zeros in a sector': (folder, files, random) => {
    const file = random.pick(filled(folder, files))
    const bytes = readFileSync(join(folder, file))
    const from = random.below(Math.ceil(bytes.length / 512)) * 512
    if (bytes.subarray(from, from + 512).every((byte) => byte === 0)) bytes.writeUInt8(1, from)
    else bytes.fill(0, from, Math.min(from + 512, bytes.length))
    writeFileSync(join(folder, file), bytes)
    return `sector ${from / 512} of ${file}`
  },
  'something appended': (folder, files, random) => {
    const file = random.pick(files)
    appendFileSync(join(folder, file), random.bytes(random.between(1, 600)))
    return file
  },
  'two files exchanged': (folder, files, random) => {
    const one = random.pick(files)
    const other = random.pick(files.filter((file) => !readFileSync(join(folder, file)).equals(readFileSync(join(folder, one)))))
    const [left, right] = [one, other].map((file) => join(folder, file)) as [string, string]
    renameSync(left, `${left}.way`)
    renameSync(right, left)
    renameSync(`${left}.way`, right)
    return `${one} and ${other}`
  },
  'a file removed': (folder, files, random) => {
    const file = random.pick(files)
    rmSync(join(folder, file))
    return file
  },
  'a file added': (folder, files, random) => {
    const file = `${random.pick(files)}.${random.below(1000)}`
    writeFileSync(join(folder, file), random.bytes(random.below(100)))
    return file
  },
  'a link in place of a file': (folder, files, random) => {
    const file = random.pick(files)
    // Out of the folder, where nobody watches what becomes of it.
    renameSync(join(folder, file), `${folder}.moved`)
    symlinkSync(`${folder}.moved`, join(folder, file))
    return file
  },
  'a file changed, and its checksum with it': (folder, files, random) => {
    const file = random.pick(bound(folder, files))
    const bytes = Buffer.concat([readFileSync(join(folder, file)), random.bytes(4)])
    writeFileSync(join(folder, file), bytes)
    const list = JSON.parse(readFileSync(join(folder, CHECKSUMS), 'utf8')) as { files: Record<string, object> }
    list.files[file] = { ...list.files[file], sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
    writeFileSync(join(folder, CHECKSUMS), `${JSON.stringify(list, null, 2)}\n`)
    return file
  },
  'a file exchanged for one of another time, with its checksums': (folder, files, random) => {
    const file = random.pick(bound(folder, files))
    const others = bound(folder, files).filter((one) => one !== file && !readFileSync(join(folder, one)).equals(readFileSync(join(folder, file))))
    writeFileSync(join(folder, file), readFileSync(join(folder, random.pick(others))))
    const bytes = readFileSync(join(folder, file))
    const list = JSON.parse(readFileSync(join(folder, CHECKSUMS), 'utf8')) as { files: Record<string, object> }
    list.files[file] = { ...list.files[file], sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
    writeFileSync(join(folder, CHECKSUMS), `${JSON.stringify(list, null, 2)}\n`)
    return file
  }
}

/** What shows also where its checksum was changed with it: all of a snapshot, whose list the journal of its run names; of a release, what the manifest names by digests of its own. */
const bound = (folder: string, files: readonly string[]): readonly string[] =>
  files.filter((file) => (folder.includes('/rollback-snapshots/') ? file !== CHECKSUMS : /^(config\/|database\/.*\.sqlite)/.test(file)))

const filled = (folder: string, files: readonly string[]): readonly string[] => files.filter((file) => statSync(join(folder, file)).size > 0)

export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort()
