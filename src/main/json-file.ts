/** The app's own small JSON files in its data folder. Synchronous, so that the last one is written while the app quits. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Undefined when the file is missing, unreadable or damaged: nothing in these files is worth not starting for. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Replaces the file in one piece, or throws and leaves it as it was. */
export function writeJson(file: string, value: unknown): void {
  const folder = path.dirname(file)
  const temporary = `${file}.${process.pid}.tmp`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    writeSynced(temporary, `${JSON.stringify(value, null, 2)}\n`)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  if (process.platform !== 'win32') syncFolder(folder)
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, 'w', 0o600)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The value as a record to pick fields from; anything else is an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
