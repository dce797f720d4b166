/** The claimants of one project: started in advance, since most rounds cost one of them its life. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { program } from '../programs'
import type { Answer, Claim } from './log'

export interface Claimant {
  readonly child: ChildProcess
  alive(): boolean
  /** What comes of it: it holds, it lost, or it died of another's takeover (null). */
  claim(claim: Claim): Promise<Answer | null>
}
export interface Crowd {
  next(): Promise<Claimant>
  /** Back among those that wait. */
  give(claimant: Claimant): void
  close(): Promise<void>
}

const SPARE = 2

export function createCrowd(): Crowd {
  const all = new Set<ChildProcess>()
  const waiting: Promise<Claimant>[] = []
  const fill = (): void => { while (waiting.length < SPARE) waiting.push(start(all)) }
  return {
    async next() {
      fill()
      const one = await (waiting.shift() as Promise<Claimant>)
      fill()
      return one
    },
    give: (claimant) => void waiting.unshift(Promise.resolve(claimant)),
    async close() {
      await Promise.allSettled(waiting)
      await Promise.all([...all].map((child) => ended(child)))
    }
  }
}

async function start(all: Set<ChildProcess>): Promise<Claimant> {
  const child = spawn(process.execPath, [await program('claimant')], { stdio: ['pipe', 'pipe', 'inherit'] })
  all.add(child)
  let hear: (answer: Answer | null) => void = () => undefined
  child.stdin.on('error', () => undefined)
  const next = (): Promise<Answer | null> => new Promise((resolve) => { hear = resolve })
  const up = next()
  createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line) as Answer))
  child.on('close', () => { all.delete(child); hear(null) })
  if ((await up) === null) throw new Error('A claimant ended before it had a job.')
  const alive = (): boolean => child.exitCode === null && child.signalCode === null
  return {
    child, alive,
    claim(claim) {
      const answer = next()
      if (!alive()) hear(null)
      else child.stdin.write(`${JSON.stringify(claim)}\n`)
      return answer
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.on('close', resolve))
  child.kill('SIGKILL')
  await gone
}
