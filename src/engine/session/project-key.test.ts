import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFiles } from '../files/local-files'
import { projectPaths, type ProjectPaths } from '../paths'
import { letGo } from '../store/close-fully'
import { codeOf, temporaryFolder } from '../testing/project'
import { createSessionDeps } from './deps'
import { projectKey } from './project-key'
import { openSession } from './session'

const files = createFiles()

function given(): ProjectPaths {
  const paths = projectPaths(temporaryFolder())
  mkdirSync(paths.deployments)
  return paths
}

it('is made once, for its owner alone, and is the same for everybody who opens the project together', async () => {
  const paths = given()
  const keys = await Promise.all([projectKey(paths, files, true), projectKey(paths, files, true)])
  expect(keys[0]).toHaveLength(32)
  expect([keys[1], await projectKey(paths, files, true), readFileSync(paths.key)]).toEqual([keys[0], keys[0], keys[0]])
})

it.each(['manifests', 'snapshots'] as const)('is not made anew beside %s that were kept with another: they would all differ', async (kept) => {
  const paths = given()
  const key = await projectKey(paths, files, true)
  mkdirSync(join(paths[kept], 'deploy-1'), { recursive: true })
  rmSync(paths.key)
  const lost = await projectKey(paths, files, true).catch((error: unknown) => (error as { problem: object }).problem)
  expect(lost).toMatchObject({ code: 'key-lost', message: expect.stringContaining('1 manifest or snapshot was kept') as string, next: expect.stringContaining(paths.manifests) as string, place: { file: paths.key } })
  writeFileSync(paths.key, key)
  expect(await projectKey(paths, files, true)).toEqual(key)
  rmSync(paths.key)
  rmSync(paths[kept], { recursive: true })
  expect(await projectKey(paths, files, true)).not.toEqual(key)
})

it('is refused when it is damaged', async () => {
  const paths = given()
  writeFileSync(paths.key, 'short')
  expect(await codeOf(projectKey(paths, files, true))).toBe('key-damaged')
})

it('leaves nothing of the project open where it is refused', async () => {
  const paths = given()
  writeFileSync(paths.definition, 'version: 1\nname: t\nenvironments: {}\n')
  await (await openSession(paths.project, createSessionDeps(process.env))).close()
  writeFileSync(paths.key, 'short')
  expect(await codeOf(openSession(paths.project, createSessionDeps(process.env)))).toBe('key-damaged')
  await letGo()
  expect(openFiles().filter((file) => file.startsWith(paths.project))).toEqual([])
})
const openFiles = (): readonly string[] => readdirSync('/proc/self/fd').flatMap((fd) => {
  try {
    return [readlinkSync(`/proc/self/fd/${fd}`)]
  } catch {
    return []
  }
})
