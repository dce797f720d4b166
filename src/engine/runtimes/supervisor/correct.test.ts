import { expect, it } from 'vitest'
import { atEnd } from '../../testing/at-end'
import { fixture, service, temporaryFolder, testContext } from '../../testing/project'
import { correctRecord } from './correct'
import { startProcess, type StartAction } from './start'
import { readState, writeState } from './state'
import { stopProcess } from './stop'

const web = service('web', 'process', {})
const inputs = { release: null, command: 'c', config: {}, data: {} }
const quiet = (): void => undefined
const stop = { kind: 'stop-process', service: 'web', signal: 'SIGTERM', timeout: 3000 } as const

async function running() {
  const context = testContext(temporaryFolder(), { services: [web] })
  const start: StartAction = { kind: 'start-process', service: 'web', argv: [process.execPath, fixture('server.mjs'), '0'], cwd: process.cwd(), env: {}, inputs }
  await startProcess(context, web, start, quiet)
  atEnd(async () => void (await stopProcess(context, web, stop, quiet)))
  const state = await readState(context, 'web')
  return { context, state: state! }
}

it('a service whose pid was never written down gets it, with when it was started', async () => {
  const { context, state } = await running()
  await writeState(context, 'web', { ...state, process: null, stoppedByUs: true, startedAt: null })
  await correctRecord(context, web)
  expect(await readState(context, 'web')).toEqual({ ...state, startedAt: await context.host('local').startedAt(state.process!) })
})

it('a service that lives although its stop was written down counts as not stopped', async () => {
  const { context, state } = await running()
  await writeState(context, 'web', { ...state, stoppedByUs: true })
  await correctRecord(context, web)
  expect(await readState(context, 'web')).toEqual(state)
})

it('the record of one that is gone, or that another program supervises, is left as it is', async () => {
  const { context, state } = await running()
  for (const record of [{ ...state, token: 'nobody', process: null, stoppedByUs: true }, { ...state, process: { ...state.process!, startTime: '1' }, stoppedByUs: true }, { ...state, process: null, elsewhere: true }]) {
    await writeState(context, 'web', record)
    await correctRecord(context, web)
    expect(await readState(context, 'web')).toEqual(record)
  }
  await writeState(context, 'web', state)
})
