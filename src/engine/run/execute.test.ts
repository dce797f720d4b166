import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Plan, Step } from '../../domain/plan'
import { fail } from '../../domain/problem'
import type { RunEventBody } from '../../domain/run'
import { applyEvent } from '../../domain/run-state'
import { header } from '../../domain/testing/run'
import type { Session } from '../session/session'
import { storeIn, temporaryFolder, testContext, until } from '../testing/project'
import { createCancelling } from './cancelling'
import { execute } from './execute'
import { createJournal, NotJournalled } from './journal'
import type { PerformContext } from './perform'

const SHELL: Omit<Step, 'id' | 'action' | 'after'> = { phase: 'prepare', resource: 'service:web@local', host: 'local', title: 'Build', relies: [], expects: {}, effect: 'changes' }
const runs = (id: string, script: string, cwd: string, after: readonly string[] = []): Step => ({ ...SHELL, id, after, action: { kind: 'exec', argv: ['sh', '-c', script], cwd, timeout: 20_000 } })

describe('steps in parallel', () => {
  it('begin no other once the end of one could not be written, though the disk has room again when the next could begin', async () => {
    const folder = temporaryFolder()
    const file = (name: string): string => join(folder, name)
    const steps = [
      runs('fast', 'true', folder),
      runs('slow', `while [ ! -e ${file('go')} ]; do sleep 0.01; done; touch ${file('slow')}`, folder),
      runs('next', `touch ${file('next')}`, folder, ['slow'])
    ]
    const plan: Plan = { ...header().plan, steps }
    const store = await storeIn(folder)
    const context = testContext(folder, { store })
    const begin = applyEvent(null, await store.createRun(header({ plan })))
    const { epoch } = await store.takeHold({ environment: 'staging', runId: 'run-1', ...context.host('local').self(), user: 'kim', host: 'desk', since: '' })
    let full = false
    const append = (...[runId, holds, body]: Parameters<typeof store.append>): ReturnType<typeof store.append> => {
      if (full || body.type !== 'step-finished' || body.step !== 'fast') return store.append(runId, holds, body)
      full = true
      return Promise.reject(fail('disk-full', 'The disk is full.')).finally(() => { full = false; writeFileSync(file('go'), '') })
    }
    // Only what a journal and its steps ask for, here and below.
    const session = { context, store: { ...store, append } } as unknown as Session
    const journal = createJournal(session, epoch, begin, () => undefined)
    const performing = (): PerformContext => ({ context, steps, abort: new AbortController().signal, line: () => undefined }) as unknown as PerformContext
    const ended = execute({
      session, runId: 'run-1', plan, steps, attempts: new Map(), actor: { user: 'kim', host: 'desk' }, cancelling: createCancelling(),
      asking: { decide: () => Promise.reject(new Error('nothing is asked')) }, emit: (body: RunEventBody) => journal.emit(body), performing, replan: () => Promise.resolve(null)
    })
    await expect(ended).rejects.toBeInstanceOf(NotJournalled)
    await until('what was in hand has ended', () => existsSync(file('slow')))
    const told = (await store.events('run-1')).map((event) => `${event.type}${'step' in event ? ` ${event.step ?? ''}` : ''}`)
    expect(told).toEqual(['run-started', 'step-started fast', 'step-started slow', 'step-finished slow'])
    expect(existsSync(file('next'))).toBe(false)
  })
})
