/** What a person or `--yes` has to confirm before a run. */
import { mayLoseData } from '../domain/at-stake'
import { fail } from '../domain/problem'
import type { PreparedView } from '../domain/views'
import { safe, type Cli } from './cli'
import { ask, canAsk, yes } from './print/prompt'

/** Throws when it is not confirmed; nothing was touched then. */
export async function confirm(cli: Cli, prepared: PreparedView, isYes: boolean, forced: boolean): Promise<void> {
  if (isYes) return
  if (!canAsk(cli.terminal)) throw fail('not-confirmed', 'Nobody can be asked here, because standard input is not a terminal. Nothing was changed.', 'Look at the plan with `backstep plan`, then run this again with --yes.')
  if (mayLoseData(prepared) && !yes(await ask(cli.terminal, 'Data will be lost, as said above. Lose it? [y/N]'))) throw declined()
  const typed = prepared.protected || forced
  const { environment } = prepared.request
  const text = await ask(cli.terminal, typed ? `Type ${safe(environment)} to confirm:` : `Run these commands in ${safe(environment)}? [y/N]`)
  if (typed ? text?.trim() !== environment : !yes(text)) throw declined()
}
const declined = (): Error => fail('not-confirmed', 'Not confirmed. Nothing was changed.')
