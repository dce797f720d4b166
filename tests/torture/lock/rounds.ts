/** Rounds of takeover in one project: the holder is paused, woken again, killed or left at work, and several want what it has. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { header } from '../../../src/domain/testing/run'
import type { Random } from '../random'
import { claimOf, contenders, type Contenders, type Held } from './contenders'
import type { Crowd } from './crowd'
import { lateIn, linesOf } from './log'

export interface Played {
  readonly takeovers: number
  readonly steps: number
  readonly doubles: readonly string[]
  readonly late: readonly string[]
  /** Rounds after which nobody held it, and answers that are none. */
  readonly failed: readonly string[]
}
const HOW = ['paused', 'woken', 'killed', 'working'] as const
type How = (typeof HOW)[number]
/** Somebody gets it within so many tries; each may end with all claimants dead or a try too early. */
const TRIES = 10

/** A round has a second takeover where one claimant takes it from the other. */
export async function playRounds(crowd: Crowd, project: string, takeovers: number, random: Random): Promise<Played> {
  mkdirSync(join(project, '.deployments'), { recursive: true })
  const scene = contenders(crowd, project)
  const failed: string[] = []
  try {
    let holder: Held | null = await first(crowd, scene, project)
    while (holder && scene.takeovers() < takeovers) {
      await pause(random.below(30))
      const how: How = random.pick(HOW)
      strike(holder, how, random)
      const struck: Held = holder
      holder = await overtaken(scene, struck, random)
      if (!holder) failed.push(`nobody got it from one that was ${how}`)
    }
  } finally {
    await scene.close()
  }
  const lines = linesOf(readFileSync(join(project, 'log'), 'utf8'))
  return { takeovers: scene.takeovers(), doubles: scene.doubles, failed: [...failed, ...scene.failed], steps: lines.filter(({ what }) => what === 'step').length, late: lateIn(lines) }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function first(crowd: Crowd, scene: Contenders, project: string): Promise<Held> {
  const claimant = await crowd.next()
  scene.enter(claimant, { ...claimOf(project), first: header() })
  const held = await scene.heldAfter(0)
  if (!held) throw new Error(`Nobody could begin in ${project}: ${scene.failed.join('; ')}; claimant ${claimant.child.pid} ended with ${claimant.child.signalCode ?? claimant.child.exitCode}`)
  return held
}

function strike({ by: { child } }: Held, how: How, random: Random): void {
  if (how === 'killed') child.kill('SIGKILL')
  if (how === 'paused' || how === 'woken') child.kill('SIGSTOP')
  if (how === 'woken') setTimeout(() => child.kill('SIGCONT'), random.below(60))
}

/** Whoever has it afterwards, when the one before is dead; null when nobody gets it. */
async function overtaken(scene: Contenders, struck: Held, random: Random): Promise<Held | null> {
  for (let time = 0; time < TRIES; time++) {
    // One or two want it at once, besides those who still wait for it; one may take it from the other.
    await scene.enterNew(random.chance(0.4) ? 2 : 1)
    const held = await scene.heldAfter(struck.epoch)
    if (!held) continue
    await struck.by.gone
    return held
  }
  return null
}
