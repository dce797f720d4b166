/** `list` by time: days and times are those of the machine, as it prints them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBare, type Bare } from '../support/bare'
import { insideJson } from './inside'
import { backstep, backstepJson } from './run'

let project: Bare
beforeAll(async () => {
  project = await createBare()
  const times = { before: '2026-11-08T22:59:59.999Z', first: '2026-11-08T23:00:00.000Z', noon: '2026-11-09T11:00:00.000Z', last: '2026-11-09T22:59:59.999Z', after: '2026-11-09T23:00:00.000Z' }
  const deployments = Object.entries(times).map(([id, timestamp]) => ({ id, environment: 'staging', version: 'v1', timestamp, status: 'success' }))
  mkdirSync(path.dirname(project.registry), { recursive: true })
  writeFileSync(project.registry, JSON.stringify({ version: '1.0.0', projectPath: project.path, lastUpdated: null, deployments }))
})
afterAll(() => project.remove())

/** UTC+1. */
const env = { TZ: 'Etc/GMT-1' }
const listed = async (...words: readonly string[]): Promise<string> =>
  (await backstepJson<{ rows: { id: string }[] }>(['list', ...words, '--project', project.path], { env })).json.rows.map(({ id }) => id).join(' ')

describe('list', () => {
  it.each([
    ['a day', ['--since', '2026-11-09', '--until', '2026-11-09'], 'last noon first'],
    ['a day and all after it', ['--since', '2026-11-09'], 'after last noon first'],
    ['all before a day has ended', ['--until', '2026-11-08'], 'before'],
    ['a time', ['--since', '2026-11-09T12:00', '--until', '2026-11-09 23:59:59.999'], 'noon'],
    ['an instant', ['--since', '2026-11-09T11:00:00Z', '--until', '2026-11-10T00:00:00+01:00'], 'last noon'],
    ['no time', [], 'after last noon first before']
  ])('keeps to %s', async (_, words, ids) => expect(await listed(...words)).toBe(ids))

  it('says that nothing fits where nothing was recorded then', async () => {
    expect((await backstep(['list', '--since', '2027-01-01', '--project', project.path])).stdout).toBe('No deployment fits that.\n')
  })

  it.each([['--since', 'yesterday'], ['--since', '2026-02-30'], ['--until', '2026-11-09T25:00'], ['--until', '']])('refuses %s %j, and names it', async (option, text) => {
    expect(await insideJson(['list', option, text, '--project', project.path])).toMatchObject({ code: 2, json: { problem: { code: 'usage', message: `${option} is a day or a time, not '${text}'.` } } })
  })
})
