import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ProjectDefinition, ServiceDefinition } from '../domain/definition'
import type { DoctorRow } from '../domain/views'
import { KEEP_ALL } from '../domain/snapshot-policy'
import { doctor } from './doctor'
import type { Host } from './hosts/host'
import { createLocalHost } from './hosts/local'
import { service, temporaryFolder } from './testing/project'

const project = (...services: ServiceDefinition[]): ProjectDefinition =>
  ({ name: 'shop', snapshots: KEEP_ALL, history: { allowedSigners: null }, environments: [{ name: 'staging', protected: false, strategy: 'recreate', services, databases: [{ name: 'orders', engine: 'sqlite', onRollback: 'restore', usedBy: null, settings: {} }], config: [] }] })
const row = (rows: readonly DoctorRow[], name: string): DoctorRow => rows.find((one) => one.name === name)!

/** A machine that has only these programs. */
function machine(programs: Record<string, string>): { host: Host; folder: string } {
  const folder = join(temporaryFolder(), 'bin')
  mkdirSync(folder)
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const real = createLocalHost()
  return { folder, host: { ...real, which: async (name) => (name in programs ? join(folder, name) : null) } }
}

it('finds the programs of this machine', async () => {
  const rows = await doctor(createLocalHost(), null, false)
  expect(rows.map(({ name }) => name)).toEqual(['git', 'node', 'docker', 'kubectl', 'ssh', 'ssh-keygen', 'systemctl', 'sqlite'])
  expect(row(rows, 'git')).toMatchObject({ ok: true, found: expect.stringMatching(/^\/.*\/git$/), version: expect.stringMatching(/^git version \d/), needed: 'not needed here', next: '' })
  expect(rows.every(({ ok }) => ok)).toBe(true)
})

it('says what needs a program that is missing, and what to do', async () => {
  const { host } = machine({})
  const rows = await doctor(host, project(
    service('web', 'git', { command: ['npm', 'start'], prepare: [['docker', 'compose', 'pull']] }),
    service('jobs', 'process', { command: ['env', 'A=1', 'node', 'jobs.js'] }, { hosts: ['far.example'] }),
    service('own', 'process', { command: ['/opt/kubectl', 'x'] })
  ), true)
  expect(row(rows, 'git')).toEqual({ name: 'git', ok: false, found: null, version: null, needed: 'web in staging', next: expect.stringContaining('Install git') })
  expect(row(rows, 'node')).toMatchObject({ ok: false, needed: 'jobs in staging, web in staging' })
  expect(row(rows, 'docker')).toMatchObject({ ok: false, needed: 'web in staging' })
  expect(row(rows, 'ssh')).toMatchObject({ ok: false, needed: 'jobs in staging' })
  expect(row(rows, 'ssh-keygen')).toMatchObject({ ok: false, needed: 'to sign the history', next: expect.stringContaining('OpenSSH') })
  expect(row(rows, 'kubectl')).toMatchObject({ ok: true, found: null, needed: 'not needed here', next: '' })
  expect(row(rows, 'sqlite')).toMatchObject({ ok: true, found: 'built in', needed: 'history, database orders in staging' })
})

it('looks for every other program that the project names, and asks none of them anything', async () => {
  const { host, folder } = machine({ python3: 'exit 3', bundle: 'exit 3', npm: 'exit 3' })
  const ran: string[] = []
  const migrate = { command: ['alembic', 'downgrade', '${version}'], directory: '.', env: {}, timeout: 1000 }
  const shop = project(
    service('web', 'git', { command: ['python3', 'web.py'], build: ['bundle', 'install'], env: { A: 'b' } }), service('jobs', 'git', { restart: ['pm2', 'restart', 'jobs'], stop: ['pm2', 'stop', 'jobs'] }),
    service('front', 'process', { command: ['npm', 'start'] }), service('own', 'process', { command: ['elsewhere'], env: { PATH: '/opt/own' } }), service('named', 'process', { command: ['app-${version}'] })
  )
  const [staging] = shop.environments
  const rows = await doctor({ ...host, run: async (argv, options) => { ran.push(argv[0] ?? ''); return host.run(argv, options) } }, { ...shop, environments: [{ ...staging!, databases: [{ ...staging!.databases[0]!, onRollback: 'migrate', migrate }] }] }, false)
  expect(rows.map(({ name }) => name)).toEqual(['git', 'node', 'docker', 'kubectl', 'ssh', 'ssh-keygen', 'systemctl', 'alembic', 'bundle', 'npm', 'pm2', 'python3', 'sqlite'])
  expect(row(rows, 'python3')).toEqual({ name: 'python3', ok: true, found: join(folder, 'python3'), version: null, needed: 'web in staging', next: '' })
  expect(row(rows, 'bundle')).toMatchObject({ ok: true, needed: 'web in staging' })
  expect(row(rows, 'pm2')).toEqual({ name: 'pm2', ok: false, found: null, version: null, needed: 'jobs in staging', next: 'Install pm2, or give its full path in the command.' })
  expect(row(rows, 'alembic')).toMatchObject({ ok: false, needed: 'database orders in staging' })
  expect([row(rows, 'npm').ok, row(rows, 'node').ok, row(rows, 'node').needed]).toEqual([true, false, 'front in staging'])
  expect(ran).toEqual([])
})

it('asks each program in its own way, and takes the first line, also of standard error', async () => {
  const { host, folder } = machine({
    git: '[ "$1" = --version ] && printf "\\ngit version 9\\nmore\\n"', ssh: '[ "$1" = -V ] && echo OpenSSH_9 >&2',
    kubectl: '[ "$*" = "version --client" ] && echo Client 1', docker: 'echo broken; exit 3'
  })
  const rows = await doctor(host, null, false)
  expect(row(rows, 'git')).toMatchObject({ found: join(folder, 'git'), version: 'git version 9' })
  expect(row(rows, 'ssh').version).toBe('OpenSSH_9')
  expect(row(rows, 'kubectl').version).toBe('Client 1')
  expect(row(rows, 'docker')).toMatchObject({ ok: true, version: null })
})

it('waits three seconds for a version, no longer', async () => {
  const { host } = machine({ git: '' })
  const timeouts: number[] = []
  const rows = await doctor({ ...host, run: async (argv, options) => { timeouts.push(options.timeout); return host.run(argv, options) } }, null, false)
  expect(timeouts).toEqual([3000])
  expect(row(rows, 'git').version).toBeNull()
})
