/** `backstep snapshots prune`: says what goes and why, asks, and removes exactly that. */
import type { Command } from 'commander'
import type { Adding } from '../adding'
import { answer, type Answer, type Cli } from '../cli'
import { EXIT } from '../exit'
import { abortOnInterrupt } from '../interrupt'
import { examples } from '../print/help'
import { asidesToGo, prunePlanLines, prunedLines } from '../print/prune'
import { ask, canAsk, yes } from '../print/prompt'
import { fail } from '../../domain/problem'
import { bytes, plural } from '../../domain/text'
import type { Pruned, SnapshotsView } from '../../domain/views'

interface Options { readonly dryRun?: boolean; readonly yes?: boolean; readonly asides?: boolean }

export function addPrune({ run }: Adding, snapshots: Command): void {
  snapshots.command('prune').description('remove the snapshots that the limits in backstep.yaml let go; says first what goes, what stays, and why')
    .option('--dry-run', 'only say it')
    .option('--asides', 'also remove databases that rollbacks put aside and that no undo needs any more; asked separately')
    .option('-y, --yes', 'do not ask; needed where nobody can be asked')
    .addHelpText('after', `${examples('backstep snapshots prune --dry-run', 'backstep snapshots prune --yes')}\nLimits: snapshots: { keep: { count: 20, age: 90d, size: 20GB } } in backstep.yaml. Without one everything is kept.\n`)
    .action(run<Options>(prune))
}

async function prune(cli: Cli, options: Options): Promise<Answer> {
  const project = await cli.project()
  const view = await cli.engine().snapshots(project)
  const going = view.rows.filter(({ keep }) => keep.goes)
  const asides = options.asides ? asidesToGo(view) : []
  const json = { policy: view.policy, goes: going.map(idAndWhy), stays: view.rows.filter(({ keep }) => !keep.goes).map(idAndWhy), bytes: view.goes.bytes, asides: view.asides }
  if (options.dryRun || (view.policy !== null && going.length === 0 && asides.length === 0)) return answer({ ...json, dryRun: options.dryRun === true, pruned: null }, prunePlanLines(view, options.asides === true, cli.width, cli.paint))
  cli.say(...prunePlanLines(view, options.asides === true, cli.widthMessage, cli.paintMessage))
  if (view.policy !== null) await confirm(cli, options, view, going.length, asides.length)
  const { signal, release } = abortOnInterrupt(cli)
  try {
    const pruned = await cli.engine().pruneSnapshots(project, {
      only: going.map(({ store, id }) => `${store}/${id}`), abort: signal, onProgress: (id, done, of) => cli.say(cli.paintMessage(`  ${done + 1}/${of} ${id}`, 'dim'))
    })
    const aside = asides.length > 0 ? await cli.engine().removeAsides(project, asides.map(({ lineage }) => lineage)) : NOTHING
    const all: Pruned = { removed: [...pruned.removed, ...aside.removed], stayed: [...pruned.stayed, ...aside.stayed], bytes: pruned.bytes + aside.bytes }
    return answer({ ...json, dryRun: false, pruned: all }, prunedLines(all, cli.paint), all.stayed.length > 0 ? EXIT.failed : EXIT.done)
  } finally {
    release()
  }
}

const NOTHING: Pruned = { removed: [], stayed: [], bytes: 0 }
const idAndWhy = ({ id, environment, bytes: size, keep }: SnapshotsView['rows'][number]) => ({ id, environment, bytes: size, why: keep.why, until: keep.until })

async function confirm(cli: Cli, options: Options, view: SnapshotsView, count: number, asides: number): Promise<void> {
  if (options.yes) return
  if (!canAsk(cli.terminal)) throw fail('not-confirmed', 'Nobody can be asked here, because standard input is not a terminal. Nothing was removed.', 'Look at it with --dry-run, then run this again with --yes.')
  if (count > 0 && !yes(await ask(cli.terminal, `Remove ${plural(count, 'snapshot', 'snapshots')} (${bytes(view.goes.bytes)})? They cannot be brought back, and their runs cannot be undone any more. [y/N]`))) throw fail('not-confirmed', 'Not confirmed. Nothing was removed.')
  if (asides > 0 && !yes(await ask(cli.terminal, `Also remove ${plural(asides, 'database', 'databases')} put aside? The rows in ${asides === 1 ? 'it' : 'them'} are lost for good. [y/N]`))) throw fail('not-confirmed', 'Not confirmed. Nothing was removed.')
}
