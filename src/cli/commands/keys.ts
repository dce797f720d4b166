import path from 'node:path'
import type { Command } from 'commander'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { examples } from '../print/help'
import { createdLines, importedLines, keyLines, LOSS } from '../print/keys'
import type { Where } from '../../engine/keys/manage'

interface PlaceOptions { readonly file?: string | boolean; readonly keyring?: boolean }
const withPlace = (command: Command): Command => command
  .option('--file [path]', 'keep the private key in a file (default: in your configuration folder)')
  .option('--keyring', 'keep it in the keyring of this system, or nowhere')

const whereOf = (cli: Cli, { file, keyring }: PlaceOptions): Where => {
  if (file !== undefined && file !== false) return { kind: 'file', path: typeof file === 'string' ? path.resolve(cli.terminal.cwd, file) : null }
  return { kind: keyring ? 'secret-store' : 'auto' }
}

export function addKeys({ program, run }: Adding): void {
  const keys = program.command('keys').description('the keys that snapshots and manifests are encrypted for, and where their private halves are')
    .addHelpText('after', `${examples('backstep keys create', 'backstep keys export ~/backstep-keys.txt', 'backstep keys add age1…')}\nA pipeline needs only the public key: it encrypts and cannot read. To restore, the private one must be here: in the keyring, in a key file, or where BACKSTEP_IDENTITY_FILE or BACKSTEP_IDENTITY says.\n`)
    .action(run(async (cli) => {
      const view = await cli.engine().keys(await cli.project())
      return answer(view, keyLines(view, cli.paint))
    }))
  withPlace(keys.command('create').description('make a key; from then on what is kept is encrypted for it')).option('--name <text>', 'whose it is (default: you, on this machine)')
    .action(run<PlaceOptions & { readonly name?: string }>(create))
  keys.command('add').description('encrypt for this public key too, for example of a colleague').argument('<recipient>', 'age1…').option('--name <text>', 'whose it is')
    .action(run<{ readonly name?: string }>(async (cli, { name }, [recipient = '']) => {
      await cli.engine().addKey(await cli.project(), recipient, name ?? null)
      return answer({ recipient, name: name ?? null }, [`What is kept from now on is encrypted for ${safe(name ?? recipient)} too. What was kept before is not.`])
    }))
  keys.command('remove').description('encrypt for this public key no more; what was encrypted for it stays as it is').argument('<recipient>', 'age1…')
    .action(run(async (cli, _, [recipient = '']) => {
      const project = await cli.project()
      await cli.engine().removeKey(project, recipient)
      const left = (await cli.engine().keys(project)).rows.filter(({ current }) => current).length
      return answer({ recipient, left }, [left === 0 ? 'That was the last key: what is kept from now on is not encrypted.' : `What is kept from now on is encrypted for ${left} other ${left === 1 ? 'key' : 'keys'}.`, 'What was encrypted for it before can still be opened with its private key.'])
    }))
  keys.command('export').description('write the private keys that are here into a new file, as a copy to keep elsewhere').argument('<file>', 'must not be there yet, and not in the project')
    .action(run(async (cli, _, [file = '']) => {
      const place = path.resolve(cli.terminal.cwd, file)
      const recipients = await cli.engine().exportKeys(await cli.project(), place)
      return answer({ file: place, recipients }, [`Wrote ${recipients.length} private ${recipients.length === 1 ? 'key' : 'keys'} to ${safe(place)}, which only you can read.`, 'Whoever has this file can read every snapshot. Keep it where nobody else comes, apart from the snapshots, and delete it here.'])
    }))
  withPlace(keys.command('import').description('bring private keys from a file to this machine')).argument('<file>', 'as `keys export` or `age-keygen` writes it')
    .action(run<PlaceOptions>(async (cli, options, [file = '']) => {
      const made = await cli.engine().importKeys(await cli.project(), path.resolve(cli.terminal.cwd, file), whereOf(cli, options))
      return answer({ keys: made }, importedLines(made))
    }))
}

async function create(cli: Cli, options: PlaceOptions & { readonly name?: string }): Promise<Answer> {
  const { actor } = cli.engine()
  const made = await cli.engine().createKey(await cli.project(), whereOf(cli, options), options.name ?? `${actor.user} on ${actor.host}`)
  return answer({ ...made, warning: LOSS }, createdLines(made, cli.paint))
}
