/** A project that this user may read and not write, through the built command line: it can be browsed, nothing can be run. */
import { chmodSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBare, type Bare } from '../support/bare'
import { backstep, backstepJson } from './run'

const isRoot = process.geteuid?.() === 0
const NOBODY = 65_534
/** Root may write everything, so somebody else asks. */
const as = isRoot ? { uid: NOBODY, env: { HOME: tmpdir() } } : {}
let project: Bare
const everything = (): readonly string[] => readdirSync(project.path, { recursive: true, withFileTypes: true }).map((entry) => path.join(entry.parentPath, entry.name)).sort()
const mode = (change: (isFolder: boolean) => number): void => { for (const one of [project.path, ...everything()]) chmodSync(one, change(lstatSync(one).isDirectory())) }

beforeAll(async () => {
  project = await createBare(['v1', 'v2'])
  mode((isFolder) => (isFolder ? 0o555 : 0o444))
})
afterAll(() => {
  mode((isFolder) => (isFolder ? 0o755 : 0o644))
  project.remove()
})
const ask = (...args: string[]) => backstepJson([...args, '--project', project.path], as)
const kept = (): readonly string[] => everything().map((one) => (lstatSync(one).isDirectory() || /backstep\.db|\.lock$/.test(one) ? one : `${one} ${readFileSync(one, 'base64')}`))

it('lists, shows and tells how things stand, and leaves no trace', async () => {
  const before = kept()
  const listed = await ask('list')
  expect([listed.code, (listed.json['rows'] as { version: string }[]).map(({ version }) => version)]).toEqual([0, ['v2', 'v1']])
  const status = await backstep(['status', '--project', project.path], as)
  expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('history can only be read')])
  expect((await ask('history')).code).toBe(0)
  expect((await ask('snapshots')).code).toBe(0)
  expect(kept()).toEqual(before)
})

it('refuses a rollback and a record with the reason, before anything is touched', async () => {
  const before = kept()
  const rolled = await ask('rollback', '--env', 'staging', '--reason', 'why', '--yes', '--force')
  expect([rolled.code, rolled.json['blockedBy']]).toEqual([3, expect.arrayContaining(['history_writable'])])
  const recorded = await ask('record', '--env', 'staging', '--version', 'v3')
  expect([recorded.code, recorded.json]).toEqual([2, { problem: expect.objectContaining({ code: 'read-only', message: expect.stringContaining('cannot be written by this user') as string }) as object }])
  expect(kept()).toEqual(before)
})
