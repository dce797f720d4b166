// <order as JSON>: one engine that starts or resumes one run, and tells each event on a line.
import { createEngine } from '../../src/engine'
import type { Order } from './driven'

const order = JSON.parse(process.argv[2] ?? '') as Order
const engine = createEngine({ actor: { user: 'kim', host: 'desk' } })
const { path } = await engine.open(order.project)
engine.listen({
  events: (_, events) => {
    for (const event of events) {
      const step = 'step' in event && event.step !== null ? event.step : ''
      process.stdout.write(`${event.type} ${step}\n`)
      if (order.killAt?.type === event.type && (order.killAt.step === undefined || step.startsWith(order.killAt.step))) process.kill(process.pid, 'SIGKILL')
    }
  }
})
try {
  const handle = order.start === undefined ? await engine.resume(path, order.resume ?? '') : await engine.start(path, order.start)
  const { outcome, result } = await handle.finished
  process.stdout.write(`ended ${outcome} ${result.warnings.join(' | ')}\n`)
} catch (error) {
  process.stdout.write(`failed ${JSON.stringify((error as { problem?: unknown }).problem ?? String(error))}\n`)
}
await engine.close()
