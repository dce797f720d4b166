/** `--wait DURATION`: until nobody holds the environment, with who does, and Ctrl-C to give up. */
import type { HolderView } from '../domain/holder'
import { fail, problemOf } from '../domain/problem'
import { durationInSentence } from '../domain/text'
import { safe, type Cli } from './cli'
import { holderText } from './print/holder'

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** `90s`, `10m`, `1h` in milliseconds; 0 when nothing was said. */
export function waitOf(text: string | undefined): number {
  if (text === undefined) return 0
  const [, amount, unit] = /^(\d{1,5})(s|m|h)$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) throw fail('usage', `--wait is a duration such as 90s, 10m or 1h, not '${safe(text)}'. Nothing was changed.`, 'Give a number and its unit.')
  return Number(amount) * (UNITS[unit] ?? 0)
}

/** Throws `environment-locked` when it is still held at the end, or the wait was given up. */
export async function waitUntilFree(cli: Cli, project: string, environment: string, wait: number): Promise<void> {
  const abort = new AbortController()
  const stop = (): void => abort.abort()
  let holder: HolderView | null = null
  let waited = false
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    const began = performance.now()
    const free = await cli.engine().waitUntilFree(project, environment, {
      wait, abort: abort.signal,
      onHolder: (now) => {
        holder = now
        cli.say(`${cli.paintMessage('…', 'accent')} ${safe(environment)} is held by ${now ? holderText(now) : 'somebody who has not said who it is'}. Waiting ${waited ? 'on' : `up to ${durationInSentence(wait)}`}; Ctrl-C gives up.`)
        waited = true
      }
    })
    if (free && waited) cli.say(`${cli.paintMessage('✓', 'ok')} ${safe(environment)} is free after ${durationInSentence(performance.now() - began)}.`)
    if (!free) throw stillHeld(environment, holder, abort.signal.aborted)
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** Does it once nobody holds the environment; somebody else may be faster, then it waits on, as long as there is time. Without a wait it is done at once. */
export async function onceFree<T>(cli: Cli, project: string, environment: string, wait: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + wait
  for (;;) {
    const left = Math.max(0, until - performance.now())
    if (left > 0) await waitUntilFree(cli, project, environment, left)
    try {
      return await work()
    } catch (error) {
      if (problemOf(error).code !== 'environment-locked' || performance.now() >= until) throw error
    }
  }
}

const stillHeld = (environment: string, holder: HolderView | null, gaveUp: boolean): Error =>
  fail('environment-locked', `${gaveUp ? 'Gave up waiting' : 'The wait is over'}: ${environment} is still held${holder ? ` by ${holderText(holder)}` : ''}. Nothing was changed.`,
    `Wait longer, or take it over: backstep takeover --env ${environment} --reason "…".`, holder ? { holder } : {})
