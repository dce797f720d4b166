/** Nine neighbouring free ports, chosen once. Below what Linux gives to outgoing connections, so that nobody takes one by accident. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { fail } from '../../domain/problem'

const LOWEST = 20_000
const BLOCKS = 1_000
const BLOCK = 10
const COUNT = 9
const TRIES = 40

/** The first of nine free ports; `preferred` when it still is one. */
export async function findPorts(preferred: number | null): Promise<number> {
  if (preferred !== null && (await allFree(preferred))) return preferred
  for (let tries = 0; tries < TRIES; tries++) {
    const first = LOWEST + randomInt(BLOCKS) * BLOCK + 1
    if (await allFree(first)) return first
  }
  throw fail('demo-ports', 'No nine neighbouring free ports were found between 20000 and 30000 on 127.0.0.1, which the demo needs.', 'End programs that listen there, then try again.')
}

async function allFree(first: number): Promise<boolean> {
  const free = await Promise.all(Array.from({ length: COUNT }, (_, index) => isFree(first + index)))
  return free.every(Boolean)
}

/** Does nothing listen there on 127.0.0.1? */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
