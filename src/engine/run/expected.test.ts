import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serviceKey } from '../../domain/facts'
import type { Plan, Step } from '../../domain/plan'
import { problemOf } from '../../domain/problem'
import { observeProcess, startProcess, type StartAction } from '../runtimes/supervisor'
import { createSessionDeps } from '../session/deps'
import { contextOf, environmentOf, openSession } from '../session/session'
import { requireExpected } from './expected'
import { atEnd } from '../testing/at-end'
import { fixture, temporaryFolder, until } from '../testing/project'

it('a service that has ended since its start is a failed step with its last words', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, '.deployments'))
  writeFileSync(join(folder, 'backstep.yaml'), 'version: 1\nname: shop\nenvironments:\n  staging:\n    services:\n      web: { runtime: process, command: [node, server.mjs] }\n')
  const session = await openSession(folder, createSessionDeps({ PATH: process.env['PATH'] }))
  atEnd(() => session.close())
  const definition = await environmentOf(session, 'staging')
  const context = contextOf(session, definition)
  const web = definition.services[0]!
  const action: StartAction = { kind: 'start-process', service: 'web', argv: [process.execPath, fixture('server.mjs'), '0'], cwd: folder, env: {}, inputs: { release: null, command: 'c', config: {}, data: {} } }
  await startProcess(context, web, action, () => undefined)
  const fact = await observeProcess(context, web, 'local', null)
  process.kill(fact.known ? fact.seen.pid! : 0, 'SIGKILL')
  await until('it to be gone', async () => { const now = await observeProcess(context, web, 'local', null); return now.known && now.is.state === 'gone' })
  const step: Step = { id: 'start/web@local', phase: 'start', resource: serviceKey('web'), host: 'local', title: 'Start web', action, relies: [], expects: { [serviceKey('web')]: { state: 'running' } }, effect: 'changes', after: [] }
  const problem = await requireExpected(session, { definition } as Plan, step).then(() => null, problemOf)
  expect(problem).toMatchObject({ code: 'service-exited', message: expect.stringMatching(/^web ended /) as string })
})
