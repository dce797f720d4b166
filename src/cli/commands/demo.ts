import path from 'node:path'
import { createDemo, removeDemo, resetDemo } from '../../engine/demo'
import { defaultFolder } from '../../engine/demo/marker'
import { quoted } from '../../domain/commands'
import { fail } from '../../domain/problem'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { examples } from '../print/help'
import { playStory } from '../story'

interface Options { readonly reset?: boolean; readonly remove?: boolean; readonly story?: boolean }

export function addDemo({ program, run }: Adding): void {
  program.command('demo').description('create a real small project to try everything on, and start it')
    .argument('[dir]', 'a folder that is empty or not there yet (default: in your data folder)')
    .option('--reset', 'put everything back as it was')
    .option('--remove', 'stop its services and delete it')
    .option('--story', 'play the whole story headless on a demo of its own, and remove it; a demo that is there is refused')
    .addHelpText('after', examples('backstep demo', 'backstep demo /tmp/shop', 'backstep demo --story', 'backstep demo --remove'))
    .action(run<Options>(demo))
}

async function demo(cli: Cli, options: Options, [asked]: readonly string[]): Promise<Answer> {
  const chosen = [options.reset, options.remove, options.story].filter(Boolean).length
  if (chosen > 1) throw fail('usage', '--reset, --remove and --story exclude each other. Nothing was changed.', 'Use one of them.')
  if (options.story) return playStory(cli, asked === undefined ? null : path.resolve(cli.terminal.cwd, asked))
  const folder = path.resolve(cli.terminal.cwd, asked ?? defaultFolder(cli.terminal.env))
  const progress = (sentence: string, done: number, total: number): void => cli.say(cli.paintMessage(`  ${done}/${total} ${sentence}`, 'dim'))
  if (options.remove) {
    await removeDemo(folder)
    return answer({ removed: folder }, [`The demo in ${safe(folder)} is stopped and deleted.`])
  }
  const { path: created } = options.reset ? await resetDemo(folder, progress) : await createDemo(folder, progress)
  const folderWord = quoted(safe(created))
  const there = `--project ${folderWord}`
  return answer({ path: created }, [
    `The demo shop runs in ${safe(created)}. Its staging has just got v2.0.0, whose checkout answers 500.`, '', 'Try:',
    `  backstep status ${there}`, `  backstep plan --env staging ${there}`, `  backstep rollback --env staging --reason "Checkout answers 500" ${there}`, `  backstep demo ${folderWord} --remove`
  ])
}
