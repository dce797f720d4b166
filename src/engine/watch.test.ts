import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createSessionDeps } from './session/deps'
import { openSession } from './session/session'
import { atEnd } from './testing/at-end'
import { temporaryFolder, until } from './testing/project'
import { watchProject } from './watch'

async function given() {
  const project = temporaryFolder()
  writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: t\nenvironments: {}\n')
  const session = await openSession(project, createSessionDeps(process.env))
  const told: string[] = []
  const nobody = { onEvents: () => undefined, onOutput: () => undefined }
  const stop = watchProject(async () => session, (what) => told.push(...what), () => false, nobody)
  atEnd(async () => { stop(); await session.close() })
  // Watching begins a moment after it was asked for: until then it is asked again, with something that changes nothing else.
  await until('the project is watched', () => { writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: t\nenvironments: {}\n'); return told.includes('settings') })
  const deployments = join(project, '.deployments')
  return { deployments, told, stop, next: (what: string, change: () => void) => { told.length = 0; change(); return until(what, () => told.includes(what)) } }
}

it('tells when a pipeline writes the registry, in place or by a rename', async () => {
  const { deployments, next } = await given()
  const registry = join(deployments, 'deployment-registry.json')
  await next('registry', () => writeFileSync(registry, '{"version":"1.0.0","deployments":[]}'))
  await next('registry', () => { writeFileSync(`${registry}.new`, '{"version":"1.0.0","deployments":[{}]}'); renameSync(`${registry}.new`, registry) })
})

it('tells of snapshots in a folder that came after the project was opened, and came again', async () => {
  const { deployments, next } = await given()
  const snapshots = join(deployments, 'rollback-snapshots')
  for (const run of ['run-1', 'run-2']) {
    await next('snapshots', () => mkdirSync(snapshots))
    await next('snapshots', () => mkdirSync(join(snapshots, run)))
    await next('snapshots', () => rmSync(snapshots, { recursive: true }))
  }
})

it('tells nothing any more once it was stopped', async () => {
  const { deployments, told, stop, next } = await given()
  await next('registry', () => writeFileSync(join(deployments, 'deployment-registry.json'), '{}'))
  stop()
  told.length = 0
  const other = await given()
  writeFileSync(join(deployments, 'deployment-registry.json'), '{"version":"1.0.0"}')
  // Events of one process come in their order: what was written later has been told.
  await other.next('registry', () => writeFileSync(join(other.deployments, 'deployment-registry.json'), '{}'))
  expect(told).toEqual([])
})
