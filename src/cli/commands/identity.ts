import path from 'node:path'
import { fail } from '../../domain/problem'
import type { Adding } from '../adding'
import { answer, type CommonOptions } from '../cli'
import { EXIT } from '../exit'
import { examples } from '../print/help'
import { identityLines } from '../print/identity'
import { findProject } from '../project'

/** `--no-key` makes `key` false. */
interface Options extends CommonOptions { readonly key?: string | false }

export function addIdentity({ program, run }: Adding): void {
  program.command('identity').description('which key signs the history, tried now, and whose signatures the project knows')
    .option('--key <file>', 'sign with this key from now on: a private key, or a public one whose private half the ssh agent has')
    .option('--no-key', 'sign nothing from now on')
    .addHelpText('after', `${examples('backstep identity', 'backstep identity --key ~/.ssh/id_ed25519', 'backstep identity --key ~/.ssh/id_ed25519.pub   # the agent signs')}\nBACKSTEP_SIGNING_KEY overrides it; empty, it signs nothing. Ends with 1 when the key cannot sign.\n`)
    .action(run<Options>(async (cli, { key, project }) => {
      const here = project !== undefined || findProject(cli.terminal.cwd) !== null
      const at = here ? await cli.project() : null
      const view = key === undefined ? await cli.engine().identity(at) : await cli.engine().chooseSigningKey(chosen(key, cli.terminal.cwd), at)
      return answer(view, identityLines(view, cli.paint), view.problem === null ? EXIT.done : EXIT.failed)
    }))
}

function chosen(key: string | false, cwd: string): string | null {
  if (key === false) return null
  if (key.trim() === '') throw fail('usage', '--key names no file. Nothing was changed.', 'Give the key, or --no-key.')
  return key.startsWith('~') ? key : path.resolve(cwd, key)
}
