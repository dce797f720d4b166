/** Deployments onto a `git` service that Backstep put in place before: what was captured with them is what they deployed, or that is said. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startInput } from './support/inputs'
import type { Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const shop = useShops()
const request = startInput().request

/** Checked out in the project, as whoever deploys from the working copy has it. */
function checkOut(made: Shop, version: string): string {
  const git = (...words: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd: made.path, encoding: 'utf8' }).trim()
  writeFileSync(path.join(made.path, 'app/VERSION'), `${version}\n`)
  git('commit', '-qam', `release ${version}`)
  return git('rev-parse', 'HEAD')
}

it('the commit that the record names is gone back to where nothing of ours ran when it was made', async () => {
  const made = await shop()
  const begun = await made.engine.recordBegin(made.path, { environment: 'staging', version: 'v1.2.0', commit: null })
  const pid = made.pid('api') ?? 0
  process.kill(-pid, 'SIGKILL')
  await expect.poll(async () => (await made.engine.overview(made.path, true)).lanes[0]?.services[0]?.display).toBe('failing')
  const commit = checkOut(made, 'v1.2.0')
  expect(await made.engine.recordFinish(made.path, begun.id, 'success')).toMatchObject({ commit, otherCommits: [] })
  const handle = await made.engine.start(made.path, startInput({ request: { ...request, deploymentId: begun.id, services: ['api'] }, forced: 'all' }))
  expect(await handle.finished).toMatchObject({ outcome: 'done' })
  expect(await versionOf(made)).toEqual({ version: 'v1.2.0' })
})

it('Target and Checks name both commits where another one ran than the record names', async () => {
  const made = await shop()
  const [ran, commit] = [execFileSync('git', ['rev-parse', 'v1.1.0'], { cwd: made.path, encoding: 'utf8' }).trim(), checkOut(made, 'v1.2.0')]
  const { id } = await made.engine.record(made.path, { environment: 'staging', version: 'v1.2.0', commit: null, status: 'success' })
  const { checks } = await made.engine.prepare(made.path, { ...request, deploymentId: id })
  expect(checks.filter(({ name }) => name === 'recorded_commit')).toMatchObject([{
    passed: false, blocking: 'never', message: `The record of v1.2.0 names commit ${commit.slice(0, 7)}, but what was captured with it is ${ran.slice(0, 7)} of api: that is what would be started.`
  }])
  const { rows } = await made.engine.targets(made.path, 'staging')
  expect(rows.find(({ deploymentId }) => deploymentId === id)).toMatchObject({ available: true, altered: true, endedText: `Captured commit ${ran.slice(0, 7)} of api, the record names ${commit.slice(0, 7)}` })
  expect(rows.find(({ version }) => version === 'v1.1.0')).toMatchObject({ altered: false })
})
