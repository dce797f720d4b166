/** What `record` takes besides the version, and what `show` says of it: images, and a manifest that was damaged. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acquire } from '../../src/engine/lock/lock'
import { program } from '../../src/engine/testing/program'
import { createBare, type Bare } from '../support/bare'
import { takenMeanwhile } from '../support/taken-meanwhile'
import { inside as backstep, insideJson as backstepJson } from './inside'

let project: Bare
beforeAll(async () => { project = await createBare() })
afterAll(() => project.remove())
const ask = (...args: string[]) => backstepJson([...args, '--project', project.path])
const record = (...more: string[]) => ask('record', '--env', 'staging', '--version', 'v1', ...more)
const manifest = (id: string): string => path.join(project.path, '.deployments/manifests', id, 'manifest.json')
const DIGEST = `registry.example/shop/app@sha256:${'a'.repeat(64)}`

it('captures a service that was never started from here not as stopped: a rollback starts it', async () => {
  const { stdout } = await backstep(['record', '--project', project.path, '--env', 'staging', '--version', 'v0'])
  expect(stdout).toContain('One that was never started from here is not captured: a rollback to this deployment starts it.')
  const id = /as (\S+) /.exec(stdout)?.[1] ?? ''
  expect(Object.keys((JSON.parse(readFileSync(manifest(id), 'utf8')) as { facts: object }).facts).filter((key) => key.startsWith('service:'))).toEqual([])
})

describe('record --image', () => {
  it('keeps the references in the registry and in the manifest', async () => {
    const { code, json } = await record('--image', `app=${DIGEST}`)
    expect([code, json['images']]).toEqual([0, { app: DIGEST }])
    const id = String(json['id'])
    expect((JSON.parse(project.text()) as { deployments: { images: unknown }[] }).deployments.at(-1)?.images).toEqual({ app: DIGEST })
    expect((JSON.parse(readFileSync(manifest(id), 'utf8')) as { images: unknown }).images).toEqual({ app: DIGEST })
    const shown = await backstep(['show', id, '--project', project.path])
    expect(shown.stdout).toContain(`image of app: ${DIGEST}`)
    expect(shown.stdout).not.toContain('other fields')
  })
  it('adds those of --finish to those of --begin', async () => {
    const { json } = await ask('record', '--begin', '--env', 'staging', '--version', 'v2', '--image', 'app=shop/app:v2')
    const id = String(json['id'])
    expect((await ask('record', '--finish', id, '--image', `app=${DIGEST}`)).json).toMatchObject({ status: 'success', images: { app: DIGEST } })
  })
  it.each([
    ['no service', ['shop/app:v1'], 'usage'], ['an empty service', ['=shop/app'], 'usage'], ['a service twice', ['app=a', 'app=b'], 'usage'],
    ['a service that is not there', ['web=shop/web:v1'], 'service-unknown'], ['no reference', ['app='], 'image-invalid'], ['an option', ['app=--rm'], 'image-invalid'],
    ['a command', ['app=$(id)'], 'image-invalid'], ['a password', ['app=user:pw@registry.example/app'], 'image-invalid']
  ])('refuses %s, and records nothing', async (_, images, code) => {
    const before = project.text()
    const answer = await record(...images.flatMap((image) => ['--image', image]))
    expect([answer.code, (answer.json['problem'] as { code: string }).code]).toEqual([2, code])
    expect(project.text()).toBe(before)
  })
})

describe('record while somebody holds the environment', () => {
  it('captures nothing, and records nothing', async () => {
    const begun = String((await ask('record', '--begin', '--env', 'staging', '--version', 'v4')).json['id'])
    const [before, manifests] = [project.text(), readdirSync(path.join(project.path, '.deployments/manifests'))]
    const lock = await acquire(project.path, 'staging')
    try {
      for (const how of [['--env', 'staging', '--version', 'v5'], ['--begin', '--env', 'staging', '--version', 'v5'], ['--finish', begun]]) {
        expect(await ask('record', ...how)).toMatchObject({ code: 3, json: { problem: { code: 'environment-locked', next: expect.stringContaining('--wait') as string } } })
      }
      expect([project.text(), readdirSync(path.join(project.path, '.deployments/manifests'))]).toEqual([before, manifests])
      expect((await ask('record', '--env', 'production', '--version', 'v5')).code).toBe(0)
    } finally {
      await lock.release()
    }
    expect((await ask('record', '--finish', begun)).code).toBe(0)
  })

  it('another recording that hangs is shown with what it does, named in the refusal, and taken over', async () => {
    const child = spawn(process.execPath, program('recorder', project.path), { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await once(child.stdout, 'data')
      child.kill('SIGSTOP')
      const held = new RegExp(`held by .* on .* since .* \\(recording a deployment\\), process ${child.pid}`)
      expect((await backstep(['status', '--env', 'staging', '--project', project.path])).stdout).toMatch(held)
      const named = { code: 'environment-locked', message: expect.stringMatching(/^staging is held by .*recording a deployment, process/) as string, holder: { pid: child.pid } }
      expect(await ask('record', '--env', 'staging', '--version', 'v5')).toMatchObject({ code: 3, json: { problem: named } })
      expect(await ask('takeover', '--env', 'staging', '--reason', 'It hangs', '--confirm', 'staging')).toMatchObject({ code: 0, json: { runId: null, work: 'recording a deployment', from: { pid: child.pid } } })
      expect((await ask('record', '--env', 'staging', '--version', 'v5')).code).toBe(0)
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('waits for it with --wait, however it is recorded', async () => {
    const begun = String((await ask('record', '--begin', '--env', 'staging', '--version', 'v4')).json['id'])
    for (const how of [['--env', 'staging', '--version', 'v5'], ['--finish', begun]]) {
      const lock = await acquire(project.path, 'staging')
      const heard = (text: string): void => { if (text.includes('Waiting up to')) void lock.release() }
      const { code, stderr } = await backstepJson(['record', ...how, '--wait', '1m', '--project', project.path], { heard })
      await lock.release()
      expect([code, stderr]).toEqual([0, expect.stringMatching(/Waiting up to 1 min[\s\S]*staging is free after/)])
    }
  })
})

describe('record --wait', () => {
  it.each(['at once', '--begin', '--finish'])('waits on when somebody else takes the environment as it becomes free: %s', async (how) => {
    const begun = String((await ask('record', '--begin', '--env', 'staging', '--version', 'v6')).json['id'])
    const which = how === '--finish' ? ['--finish', begun] : ['--env', 'staging', '--version', 'v7', ...(how === '--begin' ? ['--begin'] : [])]
    const meanwhile = takenMeanwhile(project.path)
    const { code, stderr } = await backstep(['record', ...which, '--wait', '1m', '--project', project.path], { heard: meanwhile.heard }).finally(meanwhile.release)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/is free after[^]*Waiting up to[^]*is free after/)])
  })
})

describe('record --finish', () => {
  it.each([['success', true], ['failed', false]] as const)('%s: can be gone back to: %s, as with one record', async (status, available) => {
    const { json: begun } = await ask('record', '--begin', '--env', 'staging', '--version', 'v3')
    expect(begun).toMatchObject({ status: 'in-progress', rollbackAvailable: false })
    expect((await ask('record', '--finish', String(begun['id']), '--status', status)).json).toMatchObject({ status, rollbackAvailable: available })
    expect((await record('--status', status)).json).toMatchObject({ status, rollbackAvailable: available })
  })
})

describe('what drifted since the record', () => {
  const drift = async (): Promise<unknown> => ((await ask('check', '--env', 'staging')).json['checks'] as { name: string }[]).find(({ name }) => name === 'drift')
  it('is told only where something was kept to compare with', async () => {
    await record()
    const id = String((await record()).json['id'])
    expect(await drift()).toMatchObject({ passed: true, message: 'what runs is what was recorded' })
    writeFileSync(manifest(id), '{}')
    expect(await drift()).toMatchObject({ passed: false, blocking: 'never', message: 'What was captured with v1 is damaged: nothing can be compared with it.' })
    rmSync(path.dirname(manifest(id)), { recursive: true })
    expect(await drift()).toMatchObject({ passed: false, blocking: 'never', message: 'What was captured with v1 is gone: nothing can be compared with it.' })
  })
})

describe('history verify', () => {
  it('ends with 1 when the history cannot be read at all', async () => {
    const other = project.copy()
    try {
      writeFileSync(path.join(other.path, '.deployments/backstep.db'), 'not a database, and long enough to be taken for one'.repeat(100))
      const { code, json } = await backstepJson(['history', 'verify', '--project', other.path])
      expect([code, json]).toEqual([1, { problem: expect.objectContaining({ code: 'store-damaged' }) as object }])
    } finally {
      other.remove()
    }
  })
})

describe('show', () => {
  it('says what is wrong with a manifest that was damaged, and with one that is gone', async () => {
    const { json } = await record()
    const id = String(json['id'])
    writeFileSync(manifest(id), '{}')
    const damaged = await ask('show', id)
    expect(damaged.json).toMatchObject({ manifest: null, manifestProblem: { code: 'manifest-damaged', message: expect.stringContaining('manifest.json') as string }, cannotRollBack: expect.stringContaining('manifest.json') as string })
    expect((await backstep(['show', id, '--project', project.path])).stdout).toMatch(/✗ .*manifest\.json/)
    rmSync(path.dirname(manifest(id)), { recursive: true })
    expect((await ask('show', id)).json).toMatchObject({ manifest: null, manifestProblem: { code: 'manifest-missing' } })
  })
})
