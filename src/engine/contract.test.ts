/** The same stories over every adapter. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import type { DatabaseAdapter, RuntimeAdapter } from './adapter'
import { sqlite } from './databases'
import { createLocalHost } from './hosts/local'
import { processRuntime } from './runtimes'
import { program } from './testing/program'
import { programsIn } from './testing/processes'
import { atEnd } from './testing/at-end'
import { temporaryFolder, until } from './testing/project'
import { inOrder, kinds, kindsOf, MARK, performAll, type Is, type Kind, type Subject } from './testing/subjects'

async function given(kind: Kind): Promise<{ project: string; subject: Subject; one: Is }> {
  const project = temporaryFolder()
  atEnd(() => endProcesses(project))
  await kind.create(project)
  const subject = await opened(kind, project)
  return { project, subject, one: await isOf(subject) }
}

async function opened(kind: Kind, project: string): Promise<Subject> {
  const subject = await kind.open(project)
  atEnd(() => subject.context.store.close())
  return subject
}

async function isOf(subject: Subject): Promise<Is> {
  const fact = await subject.observe()
  if (!fact.known) throw new Error(fact.reason)
  return fact.is as Is
}

const go = async (subject: Subject, wanted: Is): Promise<void> => performAll(subject, await subject.plan(wanted))

const processesOf = (project: string) => createLocalHost().findByEnv(MARK, project)
async function endProcesses(project: string): Promise<void> {
  const host = createLocalHost()
  for (const one of await processesOf(project)) await host.signal(one, 'SIGKILL')
}

it('leaves no adapter out: one without a subject is an error, which says where it goes', () => {
  expect(() => kindsOf([{ ...processRuntime, kind: 'container' } as RuntimeAdapter], [])).toThrow('The contract has no subject of container: give it one in FORMS of src/engine/testing/subjects.ts.')
  expect(() => kindsOf([], [{ ...sqlite, kind: 'postgres' } as DatabaseAdapter])).toThrow('The contract has no subject of postgres: give it one in DATABASES of src/engine/testing/subjects.ts.')
})

describe.each(kinds)('adapter $name', (kind) => {
  it('observed twice gives the same, and what is so needs no step', async () => {
    const { subject, one } = await given(kind)
    expect(await isOf(subject)).toEqual(one)
    expect(one).not.toEqual(subject.two)
    expect(await subject.plan(one)).toEqual([])
  })

  it('is as wanted when its steps are performed, and then needs none', async () => {
    const { subject, one } = await given(kind)
    const before = await subject.content()
    await go(subject, subject.two)
    expect(await isOf(subject)).toEqual(subject.two)
    expect(await subject.plan(subject.two)).toEqual([])
    expect(await subject.content()).not.toBe(before)
    expect(await subject.plan(one)).not.toEqual([])
  })

  it('goes back to exactly what it was, and forth again', async () => {
    const { subject, one } = await given(kind)
    const before = await subject.content()
    await go(subject, subject.two)
    const between = await subject.content()
    await go(subject, one)
    expect(await isOf(subject)).toEqual(one)
    expect(await subject.content()).toBe(before)
    await go(subject, subject.two)
    expect(await isOf(subject)).toEqual(subject.two)
    expect(await subject.content()).toBe(between)
  })

  it('plans the same steps for the same state, with ids of their own', async () => {
    const { subject } = await given(kind)
    const steps = await subject.plan(subject.two)
    expect(await subject.plan(subject.two)).toEqual(steps)
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
    expect(steps.every(({ expects }) => Object.keys(expects).length > 0)).toBe(true)
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps)
  })

  it('ends the same when it is stopped after any step and planned again', async () => {
    const { subject, one } = await given(kind)
    const count = (await subject.plan(subject.two)).length
    for (let done = 0; done < count; done += 1) {
      await performAll(subject, inOrder(await subject.plan(subject.two)).slice(0, done))
      await go(subject, subject.two)
      expect(await isOf(subject), `after ${done} steps`).toEqual(subject.two)
      await go(subject, one)
      expect(await isOf(subject)).toEqual(one)
    }
  })

  it('ends the same when it is killed in any step and planned again', async () => {
    const { project, subject, one } = await given(kind)
    const before = await subject.content()
    const steps = inOrder(await subject.plan(subject.two))
    for (const [index, { id }] of steps.entries()) {
      await killedIn(kind, project, id, index * 15)
      await go(subject, subject.two)
      expect(await isOf(subject), `killed in ${id}`).toEqual(subject.two)
      // What the killed step had started may still be ending.
      await until(`${kind.processes} run`, async () => (await processesOf(project)).length === kind.processes)
      await go(subject, one)
      expect(await isOf(subject)).toEqual(one)
      expect(await subject.content()).toBe(before)
    }
  }, 60_000)
})

/** Kills the program that performs the steps, and what it runs (but not what it started to outlive it), a moment after a step began. */
async function killedIn(kind: Kind, project: string, step: string, after: number): Promise<void> {
  const child = spawn(process.execPath, program('contract', kind.name, project), { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const began: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    began.push(line)
    if (line !== step) continue
    await new Promise((resolve) => setTimeout(resolve, after))
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL')
    break
  }
  await ended
  // Its git has a group of its own and goes on; whoever goes on in earnest ends or awaits it first.
  await until('its git to have ended', () => programsIn(project, 'git').length === 0)
  expect(began).toContain(step)
}
