/** Which commit `record` notes: the one of the deployment, not the one from before it; and what it says when another one was captured. */
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createShop, V1, type Shop } from '../support/shop'
import { inside, insideJson } from './inside'

let shop: Shop
beforeAll(async () => { shop = await createShop([V1]) })
afterAll(() => shop.close())

const git = (...words: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd: shop.path, encoding: 'utf8' }).trim()
/** A deployment checks something out. */
function checkedOut(): string {
  git('commit', '-q', '--allow-empty', '-m', 'deployed')
  return git('rev-parse', 'HEAD')
}
const NEW = ['--env', 'staging', '--version', 'v1.0.0'] as const
const record = (...words: readonly string[]) => insideJson<{ id: string; commit: string | null; otherCommits: unknown }>(['record', ...words, '--project', shop.path])
const begin = async (...words: readonly string[]): Promise<{ id: string; commit: string | null }> => (await record('--begin', ...NEW, ...words)).json

it('is the one that is checked out at the end, where none is given', async () => {
  const begun = await begin()
  expect(begun.commit).toBeNull()
  const deployed = checkedOut()
  expect((await record('--finish', begun.id)).json.commit).toBe(deployed)
})

it('is the one that was given at the beginning, and the one given at the end before that', async () => {
  const before = git('rev-parse', 'HEAD')
  const ids = [await begin('--commit', 'HEAD'), await begin('--commit', 'HEAD')].map(({ id, commit }) => (expect(commit).toBe(before), id))
  const deployed = checkedOut()
  expect((await record('--finish', ids[0] ?? '')).json.commit).toBe(before)
  expect((await record('--finish', ids[1] ?? '', '--commit', 'HEAD')).json.commit).toBe(deployed)
})

it('ends nothing when the one that is given at the end is not there', async () => {
  const { id } = await begin()
  expect(await record('--finish', id, '--commit', 'nowhere')).toMatchObject({ code: 2, json: { problem: { code: 'commit-unknown' } } })
  expect((await record('--finish', id)).code).toBe(0)
})

it.each([['--env', 'staging'], ['--version', 'v2.0.0']])('%s is refused with --finish, and nothing ends', async (option, value) => {
  const { id } = await begin()
  const before = shop.file('.deployments/deployment-registry.json')
  expect(await record('--finish', id, option, value)).toMatchObject({ code: 2, json: { problem: { code: 'usage', message: `${option} does not go with --finish. Nothing was changed.` } } })
  expect(shop.file('.deployments/deployment-registry.json')).toBe(before)
})

it('says so when what was captured of a service is another one: that is what a rollback starts', async () => {
  const [ran, named] = [git('rev-parse', 'v1.0.0'), checkedOut()]
  const said = `The record names commit ${named.slice(0, 7)}, but what was captured is ${ran.slice(0, 7)} of api. A rollback to this deployment starts what was captured.`
  const { id } = await begin()
  expect((await inside(['record', '--finish', id, '--project', shop.path])).stdout).toContain(said)
  expect((await inside(['record', ...NEW, '--project', shop.path])).stdout).toContain(said)
  expect((await record(...NEW)).json.otherCommits).toEqual([{ service: 'api', commit: ran }])
  expect((await record(...NEW, '--commit', 'v1.0.0')).json.otherCommits).toEqual([])
})
