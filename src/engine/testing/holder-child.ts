// Holds an environment for a run as an engine does, with a program of a step running, until it is ended: <project> <json of the run's header> <step, '' for no run in hand, or 'writing' for being in the middle of a transaction> [<json of another run's header> [<another project, of that run>]]
import { DatabaseSync } from '@photostructure/sqlite'
import { hold } from '../run/hold'
import { tokenOf, trackedHost } from '../run/tracked-host'
import { createSessionDeps } from '../session/deps'
import { openSession } from '../session/session'
import type { RunHeader } from '../../domain/run'

const [, , project = '', json = '', step = '', other = '', elsewhere = project] = process.argv
const header = JSON.parse(json) as RunHeader
const { environment } = header.plan
const session = await openSession(project, createSessionDeps(process.env))
const kim = { user: 'kim', host: 'desk' }
const { epoch } = await hold(session, environment, header.runId, kim)
if (other !== '') {
  const second = JSON.parse(other) as RunHeader
  const its = elsewhere === project ? session : await openSession(elsewhere, createSessionDeps(process.env))
  await hold(its, second.plan.environment, second.runId, kim)
  await its.store.createRun(second)
}
if (step === '') {
  process.stdout.write(`${process.pid}\n`)
  await new Promise((resolve) => setTimeout(resolve, 600_000))
}
await session.store.createRun(header)
if (step === 'writing') {
  new DatabaseSync(session.paths.store).exec('BEGIN IMMEDIATE')
  process.stdout.write(`${process.pid}\n`)
  await new Promise((resolve) => setTimeout(resolve, 600_000))
}
await session.store.append(header.runId, epoch, { type: 'step-started', step, attempt: 1 })
const host = trackedHost(session.context.host('local'), tokenOf(header.runId, step, 1), () => new Date(), async (program) => {
  await session.store.noteProgram(epoch, { environment, runId: header.runId, step, ...program })
  process.stdout.write(`${program.pid}\n`)
})
await host.run(['sleep', '600'], { cwd: session.path, timeout: 600_000 })
// Whoever was overtaken and wakes up again may write nothing more.
const refused = await session.store.append(header.runId, epoch, { type: 'step-started', step: 'late', attempt: 1 }).then(() => 'written', (error: unknown) => String(error))
process.stdout.write(`${refused}\n`)
setInterval(() => undefined, 1000)
