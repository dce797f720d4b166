import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ServiceInputs } from '../../../domain/facts'
import { codeOf, service, temporaryFolder, testContext } from '../../testing/project'
import { observeProcess } from './observe'
import { startProcess, type StartAction } from './start'
import { stopProcess } from './stop'

const web = service('web', 'git', {})
const inputs: ServiceInputs = { release: null, command: 'c', config: {}, data: {} }
const quiet = (): void => undefined

it('a service that another program runs is stamped only after its command ended well, and stopped by its own', async () => {
  const context = testContext(temporaryFolder(), { services: [web] })
  const is = async () => {
    const fact = await observeProcess(context, web, 'local', null)
    return fact.known ? [fact.is.state, fact.is.runs] : []
  }
  const start = (code: string): StartAction => ({ kind: 'start-process', service: 'web', argv: [process.execPath, '-e', code], cwd: context.project, env: {}, inputs, waits: true })
  expect(await is()).toEqual(['stopped', null])
  await startProcess(context, web, start("require('fs').writeFileSync('restarted', '')"), quiet)
  expect(existsSync(join(context.project, 'restarted'))).toBe(true)
  expect(await is()).toEqual(['running', inputs])
  expect(await codeOf(startProcess(context, web, start('process.exit(4)'), quiet))).toBe('command-failed')
  expect(await is()).toEqual(['running', null])
  const stop = { kind: 'stop-process', service: 'web', signal: 'SIGTERM', timeout: 1000 } as const
  expect(await codeOf(stopProcess(context, web, { ...stop, argv: [process.execPath, '-e', 'process.exit(1)'] }, quiet))).toBe('command-failed')
  expect((await is())[0]).toBe('running')
  writeFileSync(join(context.project, 'stopped'), '')
  await stopProcess(context, web, { ...stop, argv: [process.execPath, '-e', ''] }, quiet)
  expect(await is()).toEqual(['stopped', null])
})
