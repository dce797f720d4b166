import type { Adding } from '../adding'
import { answer, type Answer, type Cli } from '../cli'
import { EXIT } from '../exit'
import { abortOnInterrupt } from '../interrupt'
import { examples } from '../print/help'
import { encryptedLines, snapshotDetailLines, snapshotLines, triedLines, untriedLines, verifyWords } from '../print/snapshots'
import { fail } from '../../domain/problem'
import { addPrune } from './prune'

export function addSnapshots(adding: Adding): void {
  const { program, run } = adding
  const snapshots = program.command('snapshots').description('what was kept before rollbacks and deployments')
    .addHelpText('after', examples('backstep snapshots', 'backstep snapshots verify --restore', 'backstep snapshots prune --dry-run'))
    .action(run(list))
  snapshots.command('list').description('all of them: how large, how far verified, encrypted or not; the same as `backstep snapshots`').action(run(list))
  snapshots.command('show').description('one snapshot: what is in it, how far it is verified, how long it stays').argument('<id>', 'the snapshot')
    .action(run(async (cli, _, [id = '']) => {
      const detail = await cli.engine().snapshot(await cli.project(), id)
      return answer(detail, snapshotDetailLines(detail, cli.width, cli.paint))
    }))
  snapshots.command('verify').description('intact: read every file again and compare its checksum').argument('[ids...]', 'only these snapshots')
    .option('--restore', 'restorable: also restore each database copy to a scratch database and compare, write out each file, look for each release')
    .addHelpText('after', `${examples('backstep snapshots verify', 'backstep snapshots verify 20261122-031622-4f2a --restore')}\nEnds with 1 when something is damaged or cannot be restored.\n`)
    .action(run<{ readonly restore?: boolean }>((cli, { restore }, ids) => verify(cli, ids.length === 0 ? null : ids, restore === true)))
  snapshots.command('pin').description('keep one whatever the limits say').argument('<id>', 'the snapshot').option('--off', 'let the limits decide again')
    .action(run<{ readonly off?: boolean }>(async (cli, { off }, [id = '']) => {
      const detail = await cli.engine().pinSnapshot(await cli.project(), id, off !== true)
      return answer(detail, [off ? `${id}: the limits decide again. ${detail.row.keep.why}` : `${id} stays until it is let go with --off.`])
    }))
  snapshots.command('encrypt').description('encrypt what was kept before there was a key')
    .action(run(async (cli) => {
      const done = await cli.engine().encryptOld(await cli.project(), (one, at, of) => cli.say(cli.paintMessage(`  ${at + 1}/${of} ${one}`, 'dim')))
      return answer(done, encryptedLines(done), done.stayed.length > 0 ? EXIT.failed : EXIT.done)
    }))
  addPrune(adding, snapshots)
}

async function list(cli: Cli): Promise<Answer> {
  const view = await cli.engine().snapshots(await cli.project())
  return answer(view, snapshotLines(view, cli.width, cli.paint))
}

async function verify(cli: Cli, ids: readonly string[] | null, restore: boolean): Promise<Answer> {
  const project = await cli.project()
  const { signal, release } = abortOnInterrupt(cli)
  try {
    const view = await cli.engine().verifySnapshots(project, { ids, level: restore ? 'restorable' : 'intact' }, { abort: signal, onProgress: (progress) => cli.progress(verifyWords(progress), `${Math.floor(progress.done * 100)} %`) })
    const rows = view.rows.filter((row) => ids === null || ids.includes(row.id))
    const bad = view.untried.length > 0 || rows.some((row) => row.verified?.ok !== true || (restore && row.restorable?.ok !== true))
    const lines = [...snapshotLines({ ...view, rows }, cli.width, cli.paint), ...untriedLines(view.untried, cli.width, cli.paint), ...(restore ? triedLines(rows.filter(({ id }) => !view.untried.some((one) => one.id === id)), cli.paint) : [])]
    return answer({ ...view, rows }, lines, bad ? EXIT.failed : EXIT.done)
  } catch (error) {
    if (signal.aborted) throw fail('cancelled', 'Verifying was cancelled. Nothing was changed; what was verified before that is remembered.')
    throw error
  } finally {
    release()
  }
}
