import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openProjectFolder, projectPaths } from './paths'
import { problem } from './testing/problem'
import { program } from './testing/program'

let folder: string
beforeEach(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-paths-'))) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a project folder', () => {
  it('is absolute, with links resolved', async () => {
    mkdirSync(join(folder, 'shop'))
    symlinkSync('shop', join(folder, 'link'))
    expect(await openProjectFolder(join(folder, 'link', '.'))).toBe(join(folder, 'shop'))
  })
  it.each([
    ['missing', 'none', 'project-missing'], ['blank', '', 'project-missing'], ['a file', 'file', 'project-not-a-folder'], ['below a file', 'file/x', 'project-not-a-folder'],
    ['a loop', 'loop', 'project-link-loop'], ['a loop further up', 'loop/x', 'project-link-loop']
  ])('is named clearly when it is %s', async (_what, name, code) => {
    writeFileSync(join(folder, 'file'), '')
    symlinkSync('loop', join(folder, 'loop'))
    const found = await problem(openProjectFolder(name === '' ? '  ' : join(folder, name)))
    expect(found.code).toBe(code)
    expect(found.next).not.toBe('')
    if (name !== '') expect(found.message).toContain(join(folder, name))
  })
  it('is named clearly when it cannot be read', async () => {
    const hidden = join(folder, 'hidden')
    mkdirSync(hidden, { mode: 0o000 })
    const user = process.getuid?.() === 0 ? asNobody(hidden) : await problem(openProjectFolder(hidden))
    expect(user).toMatchObject({ code: 'project-not-readable' })
  })
})

/** Root can read everything: so the question is asked by a program of another user. */
function asNobody(path: string): unknown {
  execFileSync('chmod', ['755', folder])
  return JSON.parse(execFileSync(process.execPath, program('opener', path), { encoding: 'utf8' }))
}

describe('the paths of a project', () => {
  const paths = projectPaths('/shop')
  it('stay in their folder, whatever an id holds', () => {
    for (const id of ['deploy-1', '../../etc', '..', '.', 'a/b', '/abs', 'a\\b', 'é', '\ud800', 'a*b'])
      for (const path of [paths.manifestFolder(id), paths.snapshotFolder(id), paths.runFolder(id)]) {
        expect(dirname(dirname(path))).toBe(paths.deployments)
        expect(basename(path)).toMatch(/^[^./*][^/*]*$/)
      }
    expect(paths.manifestFolder('deploy-1.2_x')).toBe('/shop/.deployments/manifests/deploy-1.2_x')
  })
  it('differ for ids that differ', () => {
    const ids = ['a/b', 'a%2Fb', 'a b', 'a', 'A', '.a', '%2Ea']
    expect(new Set(ids.map((id) => paths.runFolder(id))).size).toBe(ids.length)
  })
  it('keep the lock of an environment apart from that of the registry', () => {
    expect(paths.lock('registry')).not.toBe(paths.registryLock)
    expect(paths.lock('staging')).toBe('/shop/.deployments/staging.lock')
  })
})
