/** A port of this machine that nothing listens on. */
import { randomInt } from 'node:crypto'
import { isFree } from '../demo/ports'

// Below the ports of the demo, and those that the system gives out by itself, to any connection, between the look and the use.
const [FIRST, PARTS, PART] = [10_000, 16, 625]
// A part for each worker: what another worker stops for a moment and starts again looks free, and is not to be taken then.
const first = FIRST + ((Number(process.env['VITEST_POOL_ID']) || 0) % PARTS) * PART

const given = new Set<number>()

/** None is given again soon: whoever asked for it may not listen yet. */
export async function freePort(): Promise<number> {
  if (given.size > PART / 2) given.clear()
  const port = first + randomInt(PART)
  if (given.has(port)) return freePort()
  given.add(port)
  return (await isFree(port)) ? port : freePort()
}
