// Where tests keep what they make: thousands of small projects, made and removed within seconds. In memory where there is enough of it.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH = 4 * 2 ** 30

/**
 * A new folder for temporary files, made below TMPDIR when that is set, else in memory (Linux, with at least 4 GiB of it free and programs
 * allowed to run from there), else where the system keeps such files. Remove it after use.
 */
export function temporaryFolder(name, memory = MEMORY, enough = ENOUGH) {
  const inMemory = process.env.TMPDIR === undefined && isRoomy(memory, enough) ? tried(path.join(memory, name)) : null
  return inMemory ?? shared(fs.mkdtempSync(path.join(os.tmpdir(), name)))
}

function isRoomy(folder, enough) {
  try {
    const { bavail, bsize } = fs.statfsSync(folder)
    return Math.min(bavail * bsize, process.availableMemory()) >= enough
  } catch {
    return false
  }
}

/** For everybody, as the system's own: some tests are another user. */
function shared(folder) {
  fs.chmodSync(folder, 0o1777)
  return folder
}

/** Many containers let no program run from there. */
function tried(prefix) {
  let folder = null
  try {
    folder = fs.mkdtempSync(prefix)
    const program = path.join(folder, 'runs')
    fs.writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    if (spawnSync(program).status === 0) return shared(folder)
  } catch {
    // It cannot be written either.
  }
  if (folder !== null) fs.rmSync(folder, { recursive: true, force: true })
  return null
}
