/** Those who want one project's environment: whoever lost goes back to the crowd, whoever still waits for the lock stays in for the next round. */
import { header } from '../../../src/domain/testing/run'
import type { Claimant, Crowd } from './crowd'
import type { Answer, Claim } from './log'

export interface Held { readonly by: Claimant; readonly epoch: number }
export interface Contenders {
  readonly doubles: readonly string[]
  /** Answers that are none. */
  readonly failed: readonly string[]
  /** How often it went from one to another. */
  takeovers(): number
  enter(claimant: Claimant, claim: Claim): void
  enterNew(count: number): Promise<void>
  /** The next who holds it with a higher epoch than this; null when all who wanted it lost or died. */
  heldAfter(epoch: number): Promise<Held | null>
  close(): Promise<void>
}

export const claimOf = (project: string): Claim => ({ project, runId: header().runId, step: 'prepare/web@local', first: null })

export function contenders(crowd: Crowd, project: string): Contenders {
  const [doubles, failed]: [string[], string[]] = [[], []]
  const waiting = new Set<Claimant>()
  const holders = new Set<Claimant>()
  let last: Held | null = null
  let wake: () => void = () => undefined

  function heard(by: Claimant, answer: Answer | null): void {
    waiting.delete(by)
    if (answer?.said === 'held') {
      holders.add(by)
      if (answer.beside.length > 0) doubles.push(`epoch ${answer.epoch} beside ${answer.beside.join(', ')}`)
      if (!last || answer.epoch > last.epoch) last = { by, epoch: answer.epoch }
    }
    if (answer?.said === 'failed') failed.push(`${answer.code}: ${answer.message}`)
    if (answer?.said === 'stuck') void getPast(answer.behind)
    if ((answer?.said === 'lost' || answer?.said === 'stuck') && by.alive()) crowd.give(by)
    wake()
  }

  /** As its message tells the operator to. */
  const getPast = async (pid: number): Promise<void> => {
    const named = [...holders, ...waiting].find(({ child }) => child.pid === pid)
    if (named) await named.end()
    else failed.push(`process ${pid}, which was named as stopped, is none of those that wanted it`)
  }

  const enter = (claimant: Claimant, claim: Claim): void => {
    waiting.add(claimant)
    void claimant.claim(claim).then((answer) => heard(claimant, answer))
  }
  return {
    doubles, failed, enter,
    takeovers: () => Math.max(0, holders.size - 1),
    async enterNew(count) {
      for (let n = 0; n < count; n++) enter(await crowd.next(), claimOf(project))
    },
    async heldAfter(epoch) {
      for (;;) {
        if (last && last.epoch > epoch && last.by.alive()) return last
        if (waiting.size === 0) return null
        await new Promise<void>((resolve) => { wake = resolve })
      }
    },
    close: async () => void (await Promise.all([...waiting, ...holders].map((claimant) => claimant.end())))
  }
}
