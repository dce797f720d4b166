/** Deployments that a script of the project does: what Backstep never started, or saw only ended, comes back all the same. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../src/cli/program'
import { inside, insideJson } from './cli/inside'
import { terminal } from './cli/terminal'
import { useOwnProjects, type OwnProject } from './support/own-project'

const own = useOwnProjects()

/** v1.1.0 was deployed, nothing runs that anybody knows of, and v1.0.0 is gone back to: the run. */
async function wentBack(project: OwnProject): Promise<string> {
  await project.record('v1.0.0')
  await project.record('v1.1.0')
  const { code, json } = await insideJson<{ runId: string }>(['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes', '--project', project.path])
  expect([code, await project.served()]).toEqual([0, 'v1.0.0'])
  return json.runId
}

describe('an undo of a run before which nobody here had started the service', () => {
  it('starts the release of the deployment that was current then', async () => {
    const project = await own(['v1.0.0', 'v1.1.0'])
    const runId = await wentBack(project)
    const { code, stdout, stderr } = await inside(['undo', runId, '--yes', '--project', project.path])
    expect(stderr).toMatch(/Stop app[\s\S]*Start app/)
    expect(stderr).not.toContain('nothing goes down')
    expect([code, stdout]).toEqual([0, expect.stringContaining('staging serves v1.1.0')])
    expect(await project.served()).toBe('v1.1.0')
  })

  it('is refused before anything is stopped where no such release can be found', async () => {
    const project = await own(['v1.0.0', 'v1.1.0'])
    const runId = await wentBack(project)
    rmSync(path.join(project.path, 'releases/v1.1.0'), { recursive: true })
    const { code, stderr } = await inside(['undo', runId, '--yes', '--project', project.path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('No release of app is known for v1.1.0.')])
    expect(await project.served()).toBe('v1.0.0')
  })
})

/** v1.1.0 was started by a script on the address that was in use before, and is what the registry has: a rollback fails at it. */
async function takenByOwn(): Promise<OwnProject> {
  const project = await own(['v1.0.0', 'v1.1.0'])
  await wentBack(project)
  const begun = await insideJson<{ id: string }>(['record', '--begin', '--env', 'staging', '--version', 'v1.1.0', '--project', project.path])
  await project.kill()
  await project.startOwn('v1.1.0')
  await insideJson(['record', '--finish', begun.json.id, '--project', project.path])
  return project
}
// What answers there is not ours, which a check says before: here that is overridden.
const ROLLBACK = ['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--force'] as const
/** What is overridden is confirmed by the name. */
const TYPED = /Type staging to confirm:/
const MENU = /\[u\]ndo, \[s\]top\?/

describe('a rollback that fails because another program has the address', () => {
  it('can be undone by its menu: the release that was deployed is started again', async () => {
    const project = await takenByOwn()
    const { terminal: asked, said, answered } = terminal(project.path, [[TYPED, 'staging\n'], [MENU, () => { project.stopOwn(); return 'u\n' }], [/\[y\/N\]/, 'y\n']], false)
    const code = await main(ROLLBACK, asked)
    expect([code, said(), answered()]).toEqual([0, expect.stringMatching(/ended while its answers were awaited/), expect.stringContaining('staging serves v1.1.0')])
    expect(said()).toMatch(/App does not run; the run waits for you\.[\s\S]*then serves nothing · still down: until you act/)
    expect(said()).not.toContain('still down: none')
    expect(await project.served()).toBe('v1.1.0')
  })

  it('ends as failed, with the state of things, when its undo is refused', async () => {
    const project = await takenByOwn()
    const { terminal: asked, said, answered } = terminal(project.path, [[TYPED, 'staging\n'], [MENU, () => { rmSync(path.join(project.path, 'releases/v1.1.0'), { recursive: true }); return 'u\n' }]], false)
    const code = await main(ROLLBACK, asked)
    expect([code, said()]).toEqual([1, expect.stringMatching(/The undo was not begun: No release of app is known for v1\.1\.0\.[\s\S]*Everything is as run \S+ left it\./)])
    expect(said()).not.toContain('Nothing was changed')
    expect(answered()).toMatch(/staging did not go to v1\.0\.0[\s\S]*app is no longer running/)
  })

  it('ends as failed too when its undo is not confirmed', async () => {
    const project = await takenByOwn()
    const { terminal: asked, said, answered } = terminal(project.path, [[TYPED, 'staging\n'], [MENU, 'u\n'], [TYPED, 'n\n']], false)
    expect([await main(ROLLBACK, asked), said()]).toEqual([1, expect.stringMatching(/The undo was not begun: Not confirmed\.\n/)])
    expect(answered()).toContain('staging did not go to v1.0.0')
  })
})
