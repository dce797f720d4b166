/** What could not be kept of a run, or came to light after its end, stands in its result wherever that is read. */
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../src/engine'
import { createFiles } from '../../src/engine/files/local-files'
import { startInput } from '../support/inputs'
import { fullFor } from '../support/full-for'
import { createShop, V1, V2, type Release, type Shop } from '../support/shop'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  while (closing.length > 0) await closing.pop()?.close()
})
async function shop(releases?: readonly Release[]): Promise<Shop> {
  const made = await createShop(releases)
  closing.push(made)
  return made
}
function full(matches: (file: string) => boolean): Engine {
  const engine = createEngine({ deps: { files: createFiles(fullFor(matches)) } })
  closing.push(engine)
  return engine
}
const shown = async (engine: Engine, made: Shop, runId: string): Promise<string> => (await engine.result(made.path, runId)).result.result.warnings.join('\n')
const sealed = async (made: Shop, runId: string): Promise<string> => ((await made.engine.result(made.path, runId)).record?.record.entry.warnings ?? []).join('\n')

describe('a disk that is full for', () => {
  it('the registry: the result says what it is owed, until it has it', async () => {
    const made = await shop()
    const engine = full((file) => /deployment-registry[^/]*$/.test(file) && !file.includes('rollback-snapshots'))
    const { runId, finished } = await engine.start(made.path, startInput())
    expect((await finished).outcome).toBe('done')
    expect(await shown(engine, made, runId)).toMatch(/The registry could not be written, so it does not have the record of a?.*run/)
    await made.engine.overview(made.path, true)
    await expect.poll(() => shown(made.engine, made, runId)).not.toContain('registry')
  })

  it('what the run left: its result and its history record say that nothing can be measured against it', async () => {
    const made = await shop()
    const { runId, finished } = await full((file) => file.includes('/manifests/')).start(made.path, startInput())
    expect((await finished).outcome).toBe('done')
    for (const said of [await shown(made.engine, made, runId), await sealed(made, runId)]) expect(said).toMatch(/What this run left could not be kept, so drift cannot be told until the next one: The disk is full, no space left in .*manifests/)
  })

  it('its output: how many lines are lost', async () => {
    const made = await shop()
    const { runId, finished } = await full((file) => file.endsWith('output.jsonl')).start(made.path, startInput())
    expect((await finished).result.warnings.join('\n')).toMatch(/\d+ lines of its output could not be written, and are lost: .*full/)
    for (const said of [await shown(made.engine, made, runId), await sealed(made, runId)]) expect(said).toMatch(/\d+ lines of its output could not be written/)
  })
})

it('an undo by policy stands in the result of the run that failed, and is told to whoever listens', async () => {
  const made = await shop([{ ...V1, fault: 'exits' }, V2])
  const told: string[] = []
  made.engine.listen({ events: (_, events) => events.forEach((event) => { if (event.type === 'run-warned') told.push(event.runId, ...event.warnings) }) })
  const { runId, finished } = await made.engine.start(made.path, startInput({ onFailure: 'undo' }))
  await finished
  expect(await shown(made.engine, made, runId)).toContain('The run was undone: v1.1.0 serves again')
  expect(told).toEqual([runId, expect.stringContaining('The run was undone')])
  expect(await made.engine.verifyHistory(made.path)).toMatchObject({ ok: true, records: 2 })
})

it('an engine that is closed as a run fails ends after the undo by policy', async () => {
  const made = await shop([{ ...V1, fault: 'exits' }, V2])
  const engine = createEngine()
  const closed: Promise<void>[] = []
  engine.listen({ events: (_, events) => { if (events.some(({ type }) => type === 'run-finished')) closed.push(engine.close()) } })
  const { runId, finished } = await engine.start(made.path, startInput({ onFailure: 'undo' }))
  expect((await finished).result.warnings.join('\n')).toContain('The run was undone: v1.1.0 serves again')
  await Promise.all(closed)
  expect(await shown(made.engine, made, runId)).toContain('The run was undone: v1.1.0 serves again')
})
