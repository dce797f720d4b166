/** One run per environment, whoever starts it, and what the command line makes of it: real programs, real signals. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { main } from '../../src/cli/program'
import { createEngine } from '../../src/engine'
import type { OutputLine } from '../../src/domain/run'
import type { Host } from '../../src/engine/hosts/host'
import { createLocalHost } from '../../src/engine/hosts/local'
import { isHeld } from '../../src/engine/lock/lock'
import { problem } from '../../src/engine/testing/problem'
import { until } from '../../src/engine/testing/project'
import { live, type Live } from '../cli/live'
import { backstep, backstepJson } from '../cli/run'
import { terminal } from '../cli/terminal'
import { driven } from '../support/driven'
import { useHeldBuild } from '../support/held-build'
import { startInput } from '../support/inputs'
import { isRoot, NOBODY, own } from '../support/nobody'
import { V1, V2, type Release, type Shop } from '../support/shop'
import { useShops, versionOf } from '../support/shops'

const V3: Release = { version: 'v1.2.0', limits: 300 }
const shop = useShops()
const heldBuild = useHeldBuild()
const running: Live[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.signal('SIGKILL')
})
const on = (made: Shop, ...args: readonly string[]): readonly string[] => [...args, '--project', made.path]
const ROLLBACK = ['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes'] as const
function start(made: Shop, ...args: readonly string[]): Live {
  const one = live(on(made, ...args, '--verbose'))
  running.push(one)
  return one
}
/** A rollback that takes its time: the worker ignores its stop signal for two seconds. */
const SLOW: readonly Release[] = [V1, V2, { ...V3, fault: 'ignores-stop' }]
const STOPPING = /▸ Stop worker/

describe('two command lines', () => {
  it('the second is refused and told who runs what; one that waits plans anew on what the first has left', async () => {
    const made = await shop(SLOW)
    const planned = await backstepJson(on(made, 'plan', '--env', 'staging', '--to', 'deploy-v1.0.0'))
    const hash = (planned.json['plan'] as { hash: string }).hash
    const first = start(made, ...ROLLBACK)
    await first.says(STOPPING)
    // However slow the machine is: it holds the environment until it is let on.
    first.signal('SIGSTOP')
    const refused = await backstepJson(on(made, ...ROLLBACK))
    expect(refused).toMatchObject({ code: 3, json: { blockedBy: ['unfinished_run'], problem: { message: expect.stringMatching(/goes on in staging: it is held by .* in the phase stop/) as string, next: expect.stringContaining('--wait') as string } } })
    const status = await backstep(on(made, 'status', '--env', 'staging'))
    expect(status.stdout).toMatch(/held by .* since .* \(run .*, stop\)/)
    const second = start(made, ...ROLLBACK, '--to', 'deploy-v1.0.0', '--plan', hash, '--wait', '5m', '--json')
    await second.says(/staging is held by .*Waiting up to 5 min/)
    first.signal('SIGCONT')
    expect((await first.ended).code).toBe(0)
    const waiting = await second.ended
    expect(waiting.stderr).toMatch(/staging is free after/)
    expect({ code: waiting.code, json: JSON.parse(waiting.stdout) as unknown }).toMatchObject({ code: 3, json: { problem: { code: 'stale-plan', changes: expect.arrayContaining(['a rollback to v1.1.0 was recorded meanwhile', 'config/staging.json was changed']) as string[] } } })
    const command = /backstep rollback --env staging --to deploy-v1\.0\.0 --plan [0-9a-f]{8}/.exec(waiting.stderr)?.[0] ?? ''
    const again = await backstep(on(made, ...command.split(' ').slice(1), '--reason', 'x', '--yes'))
    expect(again.code).toBe(0)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it('a wait that is over, or given up, changes nothing', async () => {
    const made = await shop(SLOW)
    const first = start(made, ...ROLLBACK)
    await first.says(STOPPING)
    first.signal('SIGSTOP')
    expect(await backstepJson(on(made, ...ROLLBACK, '--wait', '1s'))).toMatchObject({ code: 3, json: { problem: { code: 'environment-locked', message: expect.stringMatching(/wait is over.*held by/) as string } } })
    const second = start(made, ...ROLLBACK, '--wait', '10m')
    await second.says(/Waiting up to 10 min/)
    second.signal('SIGINT')
    expect(await second.ended).toMatchObject({ code: 3, stderr: expect.stringContaining('Gave up waiting') as string })
    first.signal('SIGCONT')
    expect((await first.ended).code).toBe(0)
  })

  it('a paused one is taken over by typing the name; its run is interrupted, and goes on', async () => {
    const made = await shop(SLOW)
    const first = start(made, ...ROLLBACK)
    await first.says(STOPPING)
    first.signal('SIGSTOP')
    expect(await backstepJson(on(made, 'takeover', '--env', 'staging', '--reason', 'The laptop hangs'))).toMatchObject({ code: 2, json: { problem: { code: 'name-not-typed' } } })
    expect(await backstepJson(on(made, 'takeover', '--env', 'staging', '--confirm', 'staging'))).toMatchObject({ code: 2, json: { problem: { code: 'reason-missing' } } })
    const taken = await backstepJson(on(made, 'takeover', '--env', 'staging', '--reason', 'The laptop hangs', '--confirm', 'staging'))
    expect(taken).toMatchObject({ code: 0, json: { runId: expect.any(String) as string, from: { pid: first.pid } } })
    await first.ended
    const runId = String(taken.json['runId'])
    expect((await backstep(on(made, 'status'))).stdout).toContain(`backstep resume ${runId}`)
    const resumed = await backstepJson(on(made, 'resume', runId))
    expect(resumed).toMatchObject({ code: 0, json: { outcome: 'done' } })
    const { records } = (await backstepJson(on(made, 'history', 'export'))).json as { records: { record: { entry: { takeovers?: object[] } } }[] }
    expect(records.at(-1)?.record.entry.takeovers).toMatchObject([{ reason: 'The laptop hangs', from: { pid: first.pid } }])
    expect(await backstepJson(on(made, 'takeover', '--env', 'staging', '--reason', 'x', '--confirm', 'staging'))).toMatchObject({ code: 3, json: { problem: { code: 'not-held' } } })
  })
})

describe('what a run prints that another program drives', () => {
  it.each(['before', 'after'] as const)('is told as it comes, in the middle of a step, to who began to watch %s the run', async (when) => {
    const build = heldBuild()
    const made = await shop(undefined, { api: build.api })
    build.hold(made)
    const heard: OutputLine[] = []
    const stopListening = made.engine.listen({ output: (_, __, lines) => heard.push(...lines) })
    const watch = when === 'before' ? made.engine.watch(made.path) : null
    const run = driven({ project: made.path, start: startInput() })
    await build.running()
    const stop = watch ?? made.engine.watch(made.path)
    for (const text of ['compiled 1 of 2', 'compiled 2 of 2']) {
      build.print(text)
      await until(`"${text}" is heard`, () => heard.some((line) => line.text === text))
      expect(run.seen.at(-1)).toBe('step-started prepare/api@local')
    }
    build.letGo()
    await run.gone
    const { lines } = await made.engine.output(made.path, heard[0]!.runId, 0, 10_000)
    await until('its last line is heard', () => heard.some(({ n }) => n === lines.at(-1)?.n))
    const numbers = heard.map(({ n }) => n)
    expect(numbers).toEqual(lines.slice(numbers[0]).map(({ n }) => n))
    stop()
    stopListening()
  })
})

describe('a takeover', () => {
  it.each(['resume', 'abandon', 'undo'])('that comes no further than ending the holder stands in the history after `%s` all the same', async (how) => {
    const made = await shop(SLOW)
    const first = start(made, ...ROLLBACK)
    await first.says(STOPPING)
    const [lane] = (await made.engine.overview(made.path, false)).lanes
    const runId = lane?.run?.runId ?? ''
    const taker = createEngine({ deps: { host: dyingAfterTheKill() } })
    await Promise.race([taker.takeOver(made.path, { environment: 'staging', reason: 'The laptop hangs', typedName: 'staging' }), first.ended])
    // Else it goes on serving until it heeds its stop, and an undo has nothing to do.
    process.kill(-(made.pid('worker') ?? Number.NaN), 'SIGKILL')
    expect(await backstepJson(on(made, how, runId, ...(how === 'resume' ? [] : ['--reason', 'x']), ...(how === 'undo' ? ['--yes'] : [])))).toMatchObject({ code: 0 })
    const record = await made.engine.result(made.path, runId)
    expect(record.record?.record.entry.takeovers).toMatchObject([{ actor: taker.actor, reason: 'The laptop hangs', from: { pid: first.pid } }])
    await taker.close()
  })

  it('of a run that has ended does not end who holds its environment by then', async () => {
    const made = await shop([V1, { ...V2, fault: 'ignores-stop' }, V3])
    const ended = await backstepJson(on(made, ...ROLLBACK))
    const second = start(made, ...ROLLBACK, '--to', 'deploy-v1.0.0')
    await second.says(STOPPING)
    second.signal('SIGSTOP')
    const refused = await backstepJson(on(made, 'takeover', String(ended.json['rollbackId'] ?? ended.json['runId']), '--reason', 'x', '--confirm', 'staging'))
    expect(refused).toMatchObject({ code: 3, json: { problem: { code: 'takeover-changed', message: expect.stringMatching(/does not hold staging: it is held by .* Nothing was changed\.$/) as string, holder: { pid: second.pid } } } })
    second.signal('SIGCONT')
    expect((await second.ended).code).toBe(0)
  })
})

/** Whoever uses it hears nothing more once it has ended a process. */
function dyingAfterTheKill(): Host {
  const host = createLocalHost()
  let dead = false
  return {
    ...host,
    signal: async (...how) => {
      dead = true
      return host.signal(...how)
    },
    isAlive: (id) => (dead ? new Promise<never>(() => undefined) : host.isAlive(id))
  }
}

describe('Ctrl-C', () => {
  it('stops the run after what changes what serves, by the policy that was given', async () => {
    const made = await shop(SLOW)
    const run = start(made, ...ROLLBACK)
    await run.says(STOPPING)
    run.signal('SIGINT')
    const { code, stderr, stdout } = await run.ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/Stopping\. What changes what serves is finished first[\s\S]*✓ Stop worker/)
    expect(stdout).toContain('was stopped')
    expect(await versionOf(made)).toEqual({ version: 'v1.2.0' })
  })

  it('leaves the run with its question where nobody can be asked, and says how to go on', async () => {
    const made = await shop(SLOW)
    const run = start(made, ...ROLLBACK, '--on-failure', 'ask')
    await run.says(STOPPING)
    run.signal('SIGINT')
    const { code, stderr } = await run.ended
    expect(code).toBe(5)
    const runId = /backstep resume (\S+?)`/.exec(stderr)?.[1] ?? ''
    expect(isHeld(made.path, 'staging')).toBe(false)
    expect((await backstep(on(made, 'abandon', runId, '--reason', 'Repaired by hand'))).code).toBe(0)
  })

  it('twice leaves it as it is, whatever the policy', async () => {
    const made = await shop(SLOW)
    const run = start(made, ...ROLLBACK)
    await run.says(STOPPING)
    run.signal('SIGINT')
    await run.says(/Ctrl-C again/)
    run.signal('SIGINT')
    const { code, stderr } = await run.ended
    expect(code).toBe(5)
    expect(stderr).toMatch(/is left as it is once the step in hand has ended[\s\S]*waits for a decision/)
    expect((await backstep(on(made, 'resume'))).code).toBe(0)
  })
})

describe('Ctrl-C while a run that failed is undone by policy', () => {
  /** The target serves another version and ignores its stop signal, so that the run fails and its undo takes its time. */
  async function undoing(): Promise<readonly [Shop, Live]> {
    const made = await shop([{ ...V1, fault: 'lies-and-ignores-stop' }, V2])
    const run = start(made, ...ROLLBACK, '--on-failure', 'undo')
    await run.says(/▸ Stop api[\s\S]*▸ Stop api/)
    run.signal('SIGINT')
    return [made, run]
  }
  const newest = async (made: Shop): Promise<{ readonly runId: string; readonly undoes: string | null; readonly outcome: string } | undefined> =>
    (await made.engine.history(made.path, { text: '', environment: null, offset: 0, limit: 1 })).rows[0]?.record.entry

  it('stops the undo after what changes what serves', async () => {
    const [made, run] = await undoing()
    const { code, stderr, stdout } = await run.ended
    const undo = await newest(made)
    expect([undo?.outcome, undo?.undoes]).toEqual(['stopped', expect.any(String)])
    expect([code, stdout]).toEqual([1, expect.stringContaining(`The undo was stopped (run ${undo?.runId})`)])
    expect(stderr).not.toContain('is not driven by this program')
    expect(stdout).not.toContain('could not be started')
  })

  it('twice leaves the undo as it is, and names it', async () => {
    const [made, run] = await undoing()
    await run.says(/Ctrl-C again/)
    run.signal('SIGINT')
    const { code, stderr } = await run.ended
    const [undo] = (await made.engine.overview(made.path, false)).lanes.map((lane) => lane.run)
    expect([code, undo?.kind, stderr]).toEqual([5, 'undo', expect.stringMatching(new RegExp(`is left as it is once[\\s\\S]*backstep resume ${undo?.runId}[\\s\\S]*The run ${undo?.runId} waits for a decision`))])
    expect((await backstep(on(made, 'resume'))).code).toBe(0)
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    expect((await made.engine.overview(made.path, false)).owedUndos).toEqual([])
  })
})

describe('a terminal that goes away', () => {
  it('does not end the run of the command line that was started from it', async () => {
    const made = await shop(SLOW)
    const run = start(made, ...ROLLBACK)
    await run.says(STOPPING)
    run.signal('SIGHUP')
    const { code, stderr } = await run.ended
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('The terminal is gone. The run goes on') as string })
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
  })

  it.runIf(process.platform === 'linux')('ends with the signal that told of it once the run is done, and not in the middle or by an abort', async () => {
    const made = await shop(SLOW)
    const [status, cli] = [path.join(made.path, 'status'), path.resolve(import.meta.dirname, '../../out/cli/index.js')]
    const words = [process.execPath, cli, ...on(made, ...ROLLBACK, '--verbose')].map((word) => `'${word}'`).join(' ')
    const emulator = spawn('script', ['-qfc', `(trap '' HUP; ${words}; echo $? > '${status}'); true`, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, NO_COLOR: '1', TERM: 'dumb' } })
    let said = ''
    emulator.stdout.on('data', (chunk: Buffer) => { said += chunk.toString() })
    // The first shell hears that the terminal is gone and ends, of which the kernel tells the others; the second one stays to say how it went.
    await until('it stops the worker', () => STOPPING.test(said))
    emulator.kill('SIGKILL')
    await until('it has ended', () => existsSync(status) && readFileSync(status, 'utf8') !== '')
    expect(readFileSync(status, 'utf8')).toBe('129\n')
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
  })
})

describe('a plan that does not hold any more', () => {
  it('is refused in another program too, with what changed and the command that runs the new one', async () => {
    const made = await shop()
    const planned = await backstepJson(on(made, 'plan', '--env', 'staging'))
    const hash = (planned.json['plan'] as { hash: string }).hash
    writeFileSync(path.join(made.path, '.env.staging'), `${made.file('.env.staging')}EXTRA=1\n`)
    await made.deploy({ version: 'v1.0.5' })
    const refused = await backstepJson(on(made, ...ROLLBACK, '--to', 'deploy-v1.0.0', '--plan', hash.slice(0, 8)))
    expect(refused.code).toBe(3)
    expect((refused.json['problem'] as { changes: string[] }).changes).toEqual(expect.arrayContaining(['.env.staging was changed', 'a deployment v1.0.5 was recorded meanwhile']))
    expect(refused.stderr).toContain('• .env.staging was changed')
    expect(await backstepJson(on(made, ...ROLLBACK, '--to', 'deploy-v1.0.0', '--plan', 'abcdef01'))).toMatchObject({ code: 3, json: { problem: { changes: [expect.stringContaining('not known here')] } } })
  })

  it('says so before what blocks the new one, which is named with it, in the terminal and of the engine', async () => {
    const made = await shop()
    const planned = await backstepJson(on(made, 'plan', '--env', 'staging'))
    const hash = (planned.json['plan'] as { hash: string }).hash
    expect((await backstep(on(made, 'record', '--env', 'staging', '--version', 'v2.0.0'))).code).toBe(0)
    const stale = {
      code: 'stale-plan', changes: ['a deployment v2.0.0 was recorded meanwhile'], blockedBy: ['already_running'],
      message: expect.stringMatching(/changed since this plan was made\. Nothing was changed\. No plan can be made now\. Blocked by already_running: v1\.1\.0 already runs.*there is nothing to do\.$/) as string
    }
    const refused = await backstepJson(on(made, ...ROLLBACK, '--plan', hash))
    expect(refused).toMatchObject({ code: 3, json: { problem: { ...stale, next: 'This cannot be overridden.' } } })
    expect(refused.stderr).toContain('• a deployment v2.0.0 was recorded meanwhile')
    expect(await problem(made.engine.start(made.path, startInput({ planHash: hash })))).toMatchObject(stale)
    const unconfirmed = await backstepJson(on(made, ...ROLLBACK))
    expect(unconfirmed).toMatchObject({ code: 3, json: { problem: { code: 'blocked' }, blockedBy: ['already_running'] } })
    expect(await problem(made.engine.start(made.path, startInput()))).toMatchObject({ code: 'already-running' })
  })

  it('names a check that could be overridden too, and proposes no command that it would refuse', async () => {
    const made = await shop()
    const planned = await backstepJson(on(made, 'plan', '--env', 'staging'))
    const hash = (planned.json['plan'] as { hash: string }).hash
    made.sql('drop table orders')
    const [blockedToo, forced] = [await backstepJson(on(made, ...ROLLBACK, '--plan', hash)), await backstepJson(on(made, ...ROLLBACK, '--plan', hash, '--force'))]
    const stale = { code: 'stale-plan', changes: [expect.stringMatching(/^the schema of \w+ was changed$/) as string] }
    expect(blockedToo).toMatchObject({ code: 3, json: { problem: { ...stale, blockedBy: [expect.stringContaining('schema_compatibility')], next: expect.stringMatching(/override with --force\.$/) as string } } })
    expect(forced).toMatchObject({ code: 3, json: { problem: { ...stale, next: expect.stringContaining('backstep rollback --env staging --plan') as string } } })
    expect(forced.json['problem']).not.toHaveProperty('blockedBy')
  })
})

describe('a terminal', () => {
  it('whose input closes right after the answer leaves a failing run with its question, and nothing held', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const { terminal: closed, said } = terminal(made.path, [[/\[y\/N\]/, 'y\n']], true)
    expect(await main(['rollback', '--env', 'staging', '--reason', 'x'], closed)).toBe(5)
    expect(said()).toMatch(/waits for a decision/)
    expect(said()).toMatch(/\[r\]etry/)
    expect(isHeld(made.path, 'staging')).toBe(false)
  })

  it('asks again for what is no choice, and shows what each would do', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const { terminal: asked, said } = terminal(made.path, [[/\[y\/N\]/, 'y\n'], [/\[s\]top\?/, 'what\n'], [/Type one of[\s\S]*\[s\]top\?/, 's\n']], false)
    expect(await main(['rollback', '--env', 'staging', '--reason', 'x'], asked)).toBe(1)
    expect(said()).toMatch(/Type one of r \(retry\)/)
    expect(said()).toMatch(/then serves .* · still down: .* · data: nothing lost/)
    expect(said()).toMatch(/✗ (Start|Wait until|Ask) api/)
  })
})

describe.runIf(isRoot)('two users', () => {
  it('one is told who of the other runs, may not take it over, and may not even look without the right', async () => {
    const made = await shop()
    await made.engine.close()
    const denied = live(on(made, 'status'), { uid: NOBODY, gid: NOBODY })
    expect(await denied.ended).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be (read|reached)/) as string })
    for (const service of ['api', 'worker'] as const) process.kill(-(made.pid(service) ?? 0), 'SIGKILL')
    own(made.path)
    const other = driven({ project: made.path, start: startInput({ onFailure: 'stop' }) }, { uid: NOBODY, gid: NOBODY })
    await other.saw('run-started')
    other.child.kill('SIGSTOP')
    expect(await backstepJson(on(made, ...ROLLBACK))).toMatchObject({ code: 3, json: { problem: { message: expect.stringContaining('held by kim on desk') as string } } })
    expect(await backstepJson(on(made, 'takeover', '--env', 'staging', '--reason', 'x', '--confirm', 'staging'))).toMatchObject({ code: 3, json: { problem: { code: 'takeover-refused', message: expect.stringContaining('another user') as string } } })
    other.child.kill('SIGCONT')
    await other.gone
    expect(other.seen.at(-1)).toMatch(/^ended done/)
    expect(readFileSync(path.join(made.path, '.deployments/deployment-registry.json'), 'utf8')).toContain('"strategy": "rollback"')
  })
})
