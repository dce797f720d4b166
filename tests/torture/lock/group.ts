/** Takeovers with paused, woken and killed holders: never two at once, and whoever was overtaken does nothing more. */
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { sideBySide } from '../side-by-side'
import { createCrowd } from './crowd'
import { playRounds, type Played } from './rounds'

/** Rounds in one project: its journal grows, and each takeover reads it. */
const TOGETHER = 50
/** After so many projects it says how far it is. */
const TOLD = 10

export async function lock({ counts: { takeovers }, places, folder, seed, say }: Work): Promise<readonly Figure[]> {
  const played: Played[] = []
  // Most of a takeover is waiting: for a process to be gone, and for one that may still show up.
  const projects = places * 2
  const crowd = createCrowd(projects * 2)
  const parts = Array.from({ length: Math.ceil(takeovers / TOGETHER) }, (_, n) => Math.min(TOGETHER, takeovers - n * TOGETHER))
  try {
    await sideBySide({
      places: projects, jobs: parts, open: async () => crowd, close: async () => undefined,
      work: async (_, rounds, n) => {
        played.push(await playRounds(crowd, `${folder}/project-${n}`, rounds, random(seed, 'lock', n)))
        if (played.length % TOLD === 0) say(`${played.length} of ${parts.length} projects, ${TOGETHER} takeovers each`)
      }
    })
  } finally {
    await crowd.close()
  }
  const all = (what: 'doubles' | 'late' | 'failed'): readonly string[] => played.flatMap((one) => one[what])
  for (const what of ['doubles', 'late', 'failed'] as const) for (const line of all(what).slice(0, 20)) say(`${what}: ${line}`)
  const sum = (what: 'takeovers' | 'steps'): string => played.reduce((total, one) => total + one[what], 0).toLocaleString('en')
  const against = `${sum('takeovers')} takeovers from holders that were paused, woken, killed or at work; ${sum('steps')} steps`
  return [
    none('Environments held by two at once', 'times', all('doubles'), against),
    none('Steps by a holder that was overtaken', 'steps', all('late'), against),
    none('Rounds that nobody won, or with an error that says nothing of a holder', 'rounds', all('failed'), against)
  ]
}
