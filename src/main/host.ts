/** The engine's own process: answers calls, tells events in batches, and ends with the app. Services that a run started do not. */
import { problemOf } from '../domain/problem'
import { createSecrets } from '../engine/hosts/secrets'
import { maskedProblem, uncaughtText } from '../engine/masked-problems'
import { inputs, type Result } from '../ipc/contract'
import { holdEngine } from './held-engine'
import { engineHandlers } from './host-calls'
import { checkedInput } from './input'
import { createTelling } from './telling'
import type { ActiveRun, FromHost, ToHost } from './wire'

const send = (message: FromHost): void => process.parentPort.postMessage(message)
const telling = createTelling((events) => {
  send({ kind: 'told', events })
  tellActive()
})
const secrets = createSecrets(process.env)
const engine = holdEngine({ events: telling.events, output: telling.output, changed: telling.changed }, secrets)
let toldActive = '[]'

// The log that this goes to knows no values, only forms: they are masked here. What is in memory cannot be trusted after that, what is on disk can: the app logs it and starts the engine anew.
process.on('uncaughtException', (error) => {
  process.stderr.write(uncaughtText('uncaught', error, secrets.mask))
  process.exit(1)
})
process.on('unhandledRejection', (reason) => {
  process.stderr.write(uncaughtText('unhandled', reason, secrets.mask))
})
process.parentPort.on('message', ({ data }: { data: ToHost }) => void receive(data))
send({ kind: 'ready' })

async function receive(message: ToHost): Promise<void> {
  if (message.kind === 'watch') return engine.watch(message.project)
  if (message.kind === 'close') return close()
  const result = await answer(message)
  tellActive()
  send({ kind: 'answer', id: message.id, result })
}

async function answer({ name, input }: Extract<ToHost, { kind: 'call' }>): Promise<Result<unknown>> {
  const checked = checkedInput(inputs, name, input)
  if (!checked.ok) return checked
  try {
    // Name and input belong together: both were checked against the same entry of the contract.
    const handle = engineHandlers(await engine.ready(), engine, telling)[name] as (input: unknown) => Promise<unknown>
    return { ok: true, value: await handle(checked.value) }
  } catch (error) {
    return { ok: false, problem: maskedProblem(problemOf(error), secrets.mask) }
  }
}

function tellActive(): void {
  const runs: readonly ActiveRun[] = engine.active().map(({ project, runId }) => ({ project, runId }))
  const now = JSON.stringify(runs)
  if (now === toldActive) return
  toldActive = now
  // What a run said last comes before that it is over.
  telling.flush()
  send({ kind: 'active', runs })
}

async function close(): Promise<void> {
  telling.flush()
  await engine.close().catch(() => undefined)
  send({ kind: 'closed' })
}
