/** Rounds of takeover in one project: the holder is paused, woken again, killed or left at work, and several want what it has. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { header } from '../../../src/domain/testing/run'
import type { Random } from '../random'
import { createCrowd, type Claimant, type Crowd } from './crowd'
import { lateIn, linesOf, type Answer } from './log'

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

export async function playRounds(project: string, rounds: number, random: Random): Promise<Played> {
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: shop\nenvironments:\n  staging:\n    services:\n      web: { runtime: process, command: [sleep, "60"] }\n')
  const crowd = createCrowd()
  const found = { takeovers: 0, doubles: [] as string[], failed: [] as string[] }
  try {
    let holder: Claimant | null = await first(crowd, project)
    for (let round = 0; round < rounds && holder; round++) {
      await pause(random.below(30))
      holder = await oneRound({ crowd, project, random, found }, holder, random.pick(HOW))
    }
  } finally {
    await crowd.close()
  }
  const lines = linesOf(readFileSync(join(project, 'log'), 'utf8'))
  return { ...found, steps: lines.filter(({ what }) => what === 'step').length, late: lateIn(lines) }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const claimOf = (project: string) => ({ project, runId: header().runId, step: 'prepare/web@local', first: null })

async function first(crowd: Crowd, project: string): Promise<Claimant> {
  const one = await crowd.next()
  const answer = await one.claim({ ...claimOf(project), first: header() })
  if (answer?.said !== 'held') throw new Error(`Nobody could begin: ${JSON.stringify(answer)}`)
  return one
}

interface Scene { readonly crowd: Crowd; readonly project: string; readonly random: Random; readonly found: { takeovers: number; readonly doubles: string[]; readonly failed: string[] } }

/** Whoever has it afterwards; null when nobody does. */
async function oneRound(scene: Scene, holder: Claimant, how: How): Promise<Claimant | null> {
  const { random, found } = scene
  strike(holder, how, random)
  for (let time = 0; time < TRIES; time++) {
    const held = await contest(scene, holder)
    if (held) {
      found.takeovers += 1
      return held
    }
  }
  found.failed.push(`nobody got it from one that was ${how}`)
  return null
}

function strike({ child }: Claimant, how: How, random: Random): void {
  if (how === 'killed') child.kill('SIGKILL')
  if (how === 'paused' || how === 'woken') child.kill('SIGSTOP')
  if (how === 'woken') setTimeout(() => child.kill('SIGCONT'), random.below(60))
}

/** One or two want it at once; the second may take it from the first. */
async function contest({ crowd, project, random, found }: Scene, holder: Claimant): Promise<Claimant | null> {
  const claimants = [await crowd.next(), ...(random.chance(0.4) ? [await crowd.next()] : [])]
  const answers = await Promise.all(claimants.map((one) => one.claim(claimOf(project))))
  answers.forEach((answer) => note(answer, found))
  const held = claimants.filter((one, n) => answers[n]?.said === 'held' && one.alive())
  // One who was overtaken may not have been told to be dead yet.
  const epochOf = (one: Claimant): number => (answers[claimants.indexOf(one)] as { epoch: number }).epoch
  const [last] = held.sort((a, b) => epochOf(b) - epochOf(a))
  for (const one of claimants) if (one.alive() && answers[claimants.indexOf(one)]?.said === 'lost') crowd.give(one)
  if (last && holder.alive()) await new Promise((resolve) => holder.child.once('close', resolve))
  return last ?? null
}

function note(answer: Answer | null, { doubles, failed }: Scene['found']): void {
  if (answer?.said === 'held' && answer.beside.length > 0) doubles.push(`epoch ${answer.epoch} beside ${answer.beside.join(', ')}`)
  if (answer?.said === 'failed') failed.push(`${answer.code}: ${answer.message}`)
}
