/** A port of this machine that nothing listens on. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below the ports of the demo, and those that the system gives out by itself, to any connection, between the look and the use.
const [FIRST, END] = [10_000, 20_000]

const given = new Set<number>()

/** Each is given once: whoever asked for the last one may not listen yet. */
export async function freePort(): Promise<number> {
  const port = randomInt(FIRST, END)
  if (given.has(port)) return freePort()
  given.add(port)
  return (await isFree(port)) ? port : freePort()
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
