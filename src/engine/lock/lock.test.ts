import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail } from '../../domain/problem'
import { createLocalHost } from '../hosts/local'
import { openStore } from '../store/sqlite-store'
import { problem } from '../testing/problem'
import { program } from '../testing/program'
import { lifeOf, mayLive } from './holder'
import { acquire, isHeld } from './lock'

let project: string
const children: ChildProcess[] = []
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-lock-')))
  mkdirSync(join(project, '.deployments'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(project, { recursive: true, force: true })
})

/** A program that takes the lock, says so, and holds it until it is told to let go. */
async function holder(environment = 'staging', rounds = 0): Promise<ChildProcess> {
  const child = spawn(process.execPath, program('locker', project, environment, String(rounds)), { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  if (rounds === 0) await once(child.stdout!, 'data')
  return child
}

describe('the lock of an environment', () => {
  it('keeps everybody else out, in this process too', async () => {
    const held = await acquire(project, 'staging')
    expect(isHeld(project, 'staging')).toBe(true)
    expect(await problem(acquire(project, 'staging'))).toMatchObject({ code: 'environment-locked' })
    await held.release()
    await held.release()
    expect(isHeld(project, 'staging')).toBe(false)
    await (await acquire(project, 'staging')).release()
  })
  it('is one for each environment, whatever its name', async () => {
    for (const name of ['staging', 'registry', 'Prüfung.1']) await acquire(project, name)
    expect(readdirSync(join(project, '.deployments')).sort()).toEqual(['Pr%C3%BCfung.1.lock', 'registry.lock', 'staging.lock'])
  })
  it('looks without creating a file', () => {
    expect(isHeld(project, 'staging')).toBe(false)
    expect(existsSync(join(project, '.deployments/staging.lock'))).toBe(false)
  })
  it('says what it is told to when it is held', async () => {
    const held = await acquire(project, 'staging')
    expect(await problem(acquire(project, 'staging', { held: async () => fail('environment-locked', 'kim holds it') }))).toMatchObject({ message: 'kim holds it' })
    await held.release()
  })
  it('waits for its holder, and can be told to stop waiting', async () => {
    const held = await acquire(project, 'staging')
    const abort = new AbortController()
    const waiting = acquire(project, 'staging', { wait: 60_000, abort: abort.signal })
    abort.abort()
    expect(await problem(waiting)).toMatchObject({ code: 'aborted' })
    const second = acquire(project, 'staging', { wait: 60_000 })
    await held.release()
    await (await second).release()
  })
})

describe('with another process', () => {
  it('is held against us, and free the moment the holder is killed', async () => {
    const child = await holder()
    expect(isHeld(project, 'staging')).toBe(true)
    expect(await problem(acquire(project, 'staging'))).toMatchObject({ code: 'environment-locked' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isHeld(project, 'staging')).toBe(false)
    await (await acquire(project, 'staging')).release()
  })
  it('stays with a holder that is paused, and is not lost by looking', async () => {
    const child = await holder()
    child.kill('SIGSTOP')
    for (let look = 0; look < 20; look++) expect(isHeld(project, 'staging')).toBe(true)
    expect(await problem(acquire(project, 'staging', { wait: 200 }))).toMatchObject({ code: 'environment-locked' })
    child.kill('SIGCONT')
    expect(isHeld(project, 'staging')).toBe(true)
  })
  it('has one holder at a time, though several want it, some look, and one is killed', async () => {
    const contenders = await Promise.all(['a', 'b', 'c'].map(() => holder('staging', 40)))
    const log = () => (existsSync(join(project, 'log')) ? readFileSync(join(project, 'log'), 'utf8').trim().split('\n') : [])
    await vi.waitFor(() => expect(log().length).toBeGreaterThan(20), { timeout: 60_000 })
    contenders[0]!.kill('SIGKILL')
    await vi.waitFor(() => {
      isHeld(project, 'staging')
      for (const child of contenders.slice(1)) expect(child.exitCode).toBe(0)
    }, { timeout: 60_000 })
    const killed = String(contenders[0]!.pid)
    let inside: string | null = null
    for (const line of log()) {
      const [word, pid = ''] = line.split(' ')
      // Only the killed one may leave without saying so.
      if (word === 'in') expect(inside === null || inside === killed).toBe(true)
      else expect(inside).toBe(pid)
      inside = word === 'in' ? pid : null
    }
    expect(log().filter((line) => line.startsWith('in') && !line.endsWith(killed))).toHaveLength(80)
  }, 150_000)
})

describe('the holder', () => {
  it('is alive only while it is that very process', async () => {
    const store = await openStore(join(project, '.deployments/backstep.db'))
    const host = createLocalHost()
    const child = await holder()
    const id = (await host.findByEnv('HOME', process.env.HOME ?? '')).find(({ pid }) => pid === child.pid)!
    const row = { environment: 'staging', runId: 'r1', ...id, user: 'kim', host: 'laptop', since: 't' }
    expect(await mayLive(store, host, 'staging')).toBe(false)
    await store.takeHold(row)
    expect([await mayLive(store, host, 'staging'), await lifeOf(host, row)]).toEqual([true, 'alive'])
    await store.takeHold({ ...row, startTime: '1' })
    expect([await mayLive(store, host, 'staging'), await lifeOf(host, { ...row, startTime: '1' })]).toEqual([false, 'gone'])
    await store.takeHold({ ...row, bootId: 'another machine' })
    expect([await mayLive(store, host, 'staging'), await lifeOf(host, { ...row, bootId: 'another machine' })]).toEqual([true, 'elsewhere'])
    await store.takeHold(row)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await mayLive(store, host, 'staging')).toBe(false)
    await store.close()
  })
})
