import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from './log'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const lines = (): readonly Record<string, unknown>[] => readFileSync(path.join(folder, 'backstep.log'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))

test('what is said before and after the writer is there is written in order, redacted, for its owner only', async () => {
  const log = createLog(folder)
  log.info('first', { password: 'hunter2x' })
  await log.open()
  log.error('second: postgres://a:hunter2x@db', { error: new Error('token=hunter2x') })
  expect(lines().map(({ level, msg }) => [level, msg])).toEqual([['info', 'first'], ['error', 'second: postgres://a:••••••••@db']])
  expect(readFileSync(path.join(folder, 'backstep.log'), 'utf8')).not.toContain('hunter2x')
  expect(statSync(path.join(folder, 'backstep.log')).mode & 0o077).toBe(0)
  expect(log.lastLines(1)).toHaveLength(1)
})

test('a process that ends before that writes what it has to say', () => {
  const log = createLog(folder)
  log.error('dying')
  log.flush()
  log.flush()
  expect(lines()).toMatchObject([{ level: 'error', msg: 'dying' }])
})

test('a log above 5 MB is put aside at the start, and a folder that cannot be written is no obstacle', async () => {
  writeFileSync(path.join(folder, 'backstep.log'), 'x'.repeat(5_000_001))
  const log = createLog(folder)
  await log.open()
  log.info('new')
  expect(readdirSync(folder).sort()).toEqual(['backstep.log', 'backstep.log.1'])
  expect(lines()).toHaveLength(1)

  writeFileSync(path.join(folder, 'file'), '')
  const nowhere = createLog(path.join(folder, 'file', 'logs'))
  nowhere.info('lost')
  await nowhere.open()
  nowhere.info('lost')
  nowhere.flush()
  expect(nowhere.lastLines(5)).toEqual([])
})
