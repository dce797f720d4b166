/** Programs that want what others hold: started in advance, since most rounds cost one of them its life, and lent to one project after the other. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { program } from '../programs'
import type { Answer, Claim } from './log'

export interface Claimant {
  readonly child: ChildProcess
  /** When it is dead. */
  readonly gone: Promise<void>
  alive(): boolean
  /** What comes of it: it holds, it lost, or it died of another's takeover (null). */
  claim(claim: Claim): Promise<Answer | null>
  /** Ends it, for good. */
  end(): Promise<void>
}
export interface Crowd {
  next(): Promise<Claimant>
  /** Back among those that wait. */
  give(claimant: Claimant): void
  close(): Promise<void>
}

/** `spare`: how many are kept ready. */
export function createCrowd(spare: number): Crowd {
  const all = new Set<Claimant>()
  const waiting: Promise<Claimant>[] = []
  const begin = async (): Promise<Claimant> => {
    const claimant = await start()
    all.add(claimant)
    claimant.child.once('close', () => all.delete(claimant))
    return claimant
  }
  const fill = (): void => { while (waiting.length < spare) waiting.push(begin()) }
  return {
    async next() {
      fill()
      const one = await (waiting.shift() as Promise<Claimant>)
      fill()
      if (!one.alive()) throw new Error(`Claimant ${one.child.pid} was ended while it had nothing: ${one.child.signalCode ?? one.child.exitCode}.`)
      return one
    },
    give: (claimant) => void waiting.unshift(Promise.resolve(claimant)),
    async close() {
      await Promise.allSettled(waiting)
      await Promise.all([...all].map((claimant) => claimant.end()))
    }
  }
}

async function start(): Promise<Claimant> {
  const child = spawn(process.execPath, [await program('claimant')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let hear: (answer: Answer | null) => void = () => undefined
  child.stdin.on('error', () => undefined)
  const next = (): Promise<Answer | null> => new Promise((resolve) => { hear = resolve })
  const up = next()
  createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line) as Answer))
  void gone.then(() => hear(null))
  if ((await up) === null) throw new Error('A claimant ended before it had a job.')
  const alive = (): boolean => child.exitCode === null && child.signalCode === null
  return {
    child, alive, gone,
    claim(claim) {
      const answer = next()
      if (!alive()) hear(null)
      else child.stdin.write(`${JSON.stringify(claim)}\n`)
      return answer
    },
    end() {
      child.kill('SIGKILL')
      return gone
    }
  }
}
