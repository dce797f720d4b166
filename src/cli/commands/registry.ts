/** The registry's state and its good copies; putting one back. */
import type { Adding } from '../adding'
import { answer, type Answer, type Cli } from '../cli'
import { EXIT, exitOf } from '../exit'
import { examples } from '../print/help'
import { ask, canAsk, yes } from '../print/prompt'
import { copyLines, differenceLines, numberOf, restoredLines } from '../print/registry'
import { fail } from '../../domain/problem'
import { listOf } from '../../domain/text'
import type { RegistryCopiesView, RegistryCopyRow } from '../../domain/views'

export function addRegistry({ program, run }: Adding): void {
  const registry = program.command('registry').description('whether the registry can be read, and the good copies of it')
    .addHelpText('after', examples('backstep registry', 'backstep registry restore', 'backstep registry restore 41'))
    .action(run(show))
  registry.command('restore').description('put a good copy in place of the registry; the file that is there is kept')
    .argument('[copy]', 'its number, as `backstep registry` shows it (default: the newest)')
    .option('-y, --yes', 'do not ask; needed where nobody can be asked')
    .action(run<{ readonly yes?: boolean }>((cli, options, [name]) => restore(cli, name ?? null, options.yes === true)))
}

async function show(cli: Cli): Promise<Answer> {
  const view = await cli.engine().registryCopies(await cli.project())
  return answer(view, copyLines(view, cli.width, cli.paint), view.problem === null ? EXIT.done : exitOf(view.problem.code))
}

async function restore(cli: Cli, name: string | null, isYes: boolean): Promise<Answer> {
  const project = await cli.project()
  const view = await cli.engine().registryCopies(project)
  const copy = chosen(view, name)
  cli.say(...differenceLines(view, copy, cli.widthMessage, cli.paintMessage))
  if (!isYes) await confirm(cli, copy)
  const restored = await cli.engine().restoreRegistry(project, copy.name, view.digest)
  return answer(restored, restoredLines(restored, cli.paint))
}

function chosen({ copies }: RegistryCopiesView, name: string | null): RegistryCopyRow {
  const found = name === null ? copies[0] : copies.find((copy) => copy.name === name || String(numberOf(copy.name)) === name)
  if (found) return found
  const numbers = copies.map((copy) => numberOf(copy.name))
  if (name === null) throw fail('copy-missing', 'There is no good copy of the registry. Nothing was changed.', 'Take the file from a backup or from git, or correct it at the place that `backstep registry` names.')
  throw fail('copy-missing', `There is no good copy '${name}'. Nothing was changed.`, numbers.length === 0 ? 'There is none at all.' : `There are ${listOf(numbers.map(String))}.`)
}

async function confirm(cli: Cli, copy: RegistryCopyRow): Promise<void> {
  if (!canAsk(cli.terminal)) throw fail('not-confirmed', 'Nobody can be asked here, because standard input is not a terminal. Nothing was changed.', 'Look at the copies with `backstep registry`, then run this again with --yes.')
  if (!yes(await ask(cli.terminal, `Put copy ${numberOf(copy.name)} in place of the registry? [y/N]`))) throw fail('not-confirmed', 'Not confirmed. Nothing was changed.')
}
