/** A secret in every place where one can hide, a whole story, and then every byte that was written or printed. */
import { join } from 'node:path'
import { none, type Figure, type Work } from '../figures'
import { endAll } from '../shop/processes'
import { createLeaky, type Leaky } from './project'
import { searchFolder, type Leak } from './search'
import { seedsOf, type Seed, type Seeds } from './seeds'
import { encryptOld, tell } from './story'
import { keptCopies, keysOf, writtenLeaks } from './written'

export async function secrets(work: Work): Promise<readonly Figure[]> {
  const { seeds, all } = seedsOf(work.seed)
  const leaky = await createLeaky(work.folder, seeds)
  const printed = join(work.folder, 'printed')
  try {
    const told = await tell(leaky, seeds, printed, work.isWhole)
    const more = work.isWhole ? await wholeForm(leaky, seeds, all, printed, told.failing) : { figures: [], against: '' }
    const hidden = [...all, ...keysOf(leaky)]
    const copies = keptCopies(leaky.project, told.inClear)
    const leaks = [...searchFolder(printed, hidden, () => false), ...writtenLeaks(leaky, hidden, told.inClear), ...(work.isWhole ? await leaksOnceEncrypted(leaky, hidden) : [])]
    for (const line of groupedLines(leaks)) work.say(line)
    if (leaks.length > 0) work.say(`exit codes: ${told.codes.join(', ')}`)
    return [
      none('Secrets found in what was written or printed', 'finds', leaks.map(({ where }) => where), `${hidden.length} secrets, ${told.commands} commands, ${copies} encrypted copies${more.against}`),
      none('Parts of the story that did not come about', 'parts', copies === 0 ? ['nothing was encrypted'] : [], 'what is not there cannot tell anything'),
      ...more.figures
    ]
  } finally {
    await endAll(leaky.project)
  }
}

async function leaksOnceEncrypted(leaky: Leaky, hidden: readonly Seed[]): Promise<readonly Leak[]> {
  const printed = join(leaky.project, '../printed-encrypting')
  await encryptOld(leaky, printed)
  return [...searchFolder(printed, hidden, () => false), ...writtenLeaks(leaky, hidden, [])]
}

/** What only everything has the time for: the window, and paper. */
async function wholeForm(leaky: Leaky, seeds: Seeds, all: readonly Seed[], printed: string, failing: string): Promise<{ readonly figures: readonly Figure[]; readonly against: string }> {
  const [{ lookThrough }, { plantedAndMissed }] = await Promise.all([import('./window'), import('./planted')])
  const screens = await lookThrough(leaky, seeds, printed, failing)
  const missed = await plantedAndMissed(leaky, all, printed)
  return { figures: [none('Secrets planted in a PDF and not found there', 'secrets', missed, `${all.length} planted`)], against: `, ${screens} screens of the window` }
}

/** The same leak in many places is one line. */
function groupedLines(leaks: readonly Leak[]): readonly string[] {
  const groups = new Map<string, Leak[]>()
  for (const leak of leaks) {
    const key = `${leak.place} ${leak.around.replace(/[0-9a-f]{4,}/g, '#').slice(0, 60)}`
    groups.set(key, [...(groups.get(key) ?? []), leak])
  }
  return [...groups.values()].map(([first, ...others]) => `${first?.place} (${first?.form}) in ${first?.where} and ${others.length} more: ${first?.around}`)
}
