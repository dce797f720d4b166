/** A project that belongs to one user and is used by another: real programs of two users, for which the tests have to run as root. */
import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { backstep, backstepJson } from '../cli/run'
import { createBare, type Bare } from '../support/bare'
import { driven } from '../support/driven'
import { startInput } from '../support/inputs'
import { isRoot, NOBODY, own } from '../support/nobody'
import { useShops } from '../support/shops'

const shop = useShops()
const nobody = { uid: NOBODY, env: { HOME: tmpdir() } }
const bares: Bare[] = []
afterEach(() => {
  for (const one of bares.splice(0)) one.remove()
})

async function bare(): Promise<Bare> {
  const made = await createBare(['v1', 'v2'])
  bares.push(made)
  openUp(made.path)
  return made
}

/** Everybody may use everything in it, as far as modes go. */
function openUp(place: string): void {
  const isFolder = lstatSync(place).isDirectory()
  if (!lstatSync(place).isSymbolicLink()) chmodSync(place, isFolder ? 0o777 : 0o666 | (lstatSync(place).mode & 0o111))
  if (isFolder) for (const entry of readdirSync(place)) openUp(path.join(place, entry))
}

const closed = (place: string, mode: string, so: string) => ({
  code: 2,
  json: {
    problem: {
      code: 'closed-to-user', message: `${place} belongs to root and is closed to this user (mode ${mode}), so ${so}. It was neither read nor written.`,
      next: 'Use Backstep as root, or let root hand the project over: what Backstep keeps in a project is for one user.', place: { file: place }
    }
  }
})
const UNTOLD = 'whether anything goes on in this project cannot be told'

describe.runIf(isRoot)('what belongs to another user', () => {
  it.each<[string, number, string, readonly string[]]>([
    ['the folder', 0o700, '.deployments', ['status']],
    ['the store', 0o600, '.deployments/backstep.db', ['status']],
    ['the store, which may be read only', 0o644, '.deployments/backstep.db', ['status']],
    ['the lock of an environment', 0o600, '.deployments/staging.lock', ['record', '--env', 'staging', '--version', 'v3']],
    ['the lock of an environment, which may be read only', 0o644, '.deployments/staging.lock', ['record', '--env', 'staging', '--version', 'v3']]
  ])('is named with its owner and what to do: %s', async (_, mode, name, command) => {
    const { path: project } = await bare()
    const place = path.join(project, name)
    chmodSync(place, mode)
    expect(await backstepJson([...command, '--project', project], nobody)).toMatchObject(closed(place, `0${mode.toString(8)}`, UNTOLD))
    expect(lstatSync(place).mode & 0o777).toBe(mode)
  })

  it('is named also where the folder may be read only, and the key as well', async () => {
    const { path: project } = await bare()
    const [folder, key, store] = ['', 'project.key', 'backstep.db'].map((name) => path.join(project, '.deployments', name)) as [string, string, string]
    chmodSync(key, 0o600)
    expect(await backstepJson(['list', '--project', project], nobody)).toMatchObject(closed(key, '0600', 'what was kept cannot be compared'))
    chmodSync(store, 0o600)
    chmodSync(folder, 0o755)
    expect(await backstepJson(['list', '--project', project], nobody)).toMatchObject(closed(store, '0600', UNTOLD))
  })

  it('is of a user who is named, where it is not of root', async () => {
    const { path: project } = await bare()
    own(project)
    chmodSync(path.join(project, '.deployments/backstep.db'), 0o600)
    const { json } = await backstepJson(['list', '--project', project], { ...nobody, uid: NOBODY - 1 })
    expect(json).toMatchObject({ problem: { code: 'closed-to-user', message: expect.stringContaining('backstep.db belongs to nobody and is closed') as string, next: expect.stringContaining('let nobody or root hand') as string } })
  })

  it('counts as held where its lock may not be read, and its holder is shown', async () => {
    const made = await shop()
    await made.engine.close()
    const run = driven({ project: made.path, start: startInput() })
    onTestFinished(() => void run.child.kill('SIGKILL'))
    await run.saw('run-started')
    run.child.kill('SIGSTOP')
    openUp(made.path)
    chmodSync(path.join(made.path, '.deployments/staging.lock'), 0o600)
    const on = (...args: readonly string[]): readonly string[] => [...args, '--project', made.path]
    expect((await backstep(on('status', '--env', 'staging'), nobody)).stdout).toMatch(/held by .* since/)
    expect(await backstepJson(on('takeover', '--env', 'staging', '--reason', 'x', '--confirm', 'staging'), nobody)).toMatchObject({ code: 3, json: { problem: { code: 'takeover-refused', message: expect.stringContaining('another user') as string } } })
    await run.end()
    // It may be held by somebody who has not said so.
    expect(await backstepJson(on('takeover', '--env', 'staging', '--reason', 'x', '--confirm', 'staging'), nobody)).toMatchObject({ code: 3, json: { problem: { code: 'takeover-refused' } } })
  })
})
