/** The reason of what is done without a look at the environment before: it may quote a secret that only a configuration file tells to be one. */
import type { EnvironmentDefinition } from '../../domain/definition'
import { learnConfig } from '../config-files'
import type { Session } from '../session/session'
import type { Holder } from '../store/store'
import { fold } from './header'

/** As it is kept, masked by what is in the configuration of these. */
export async function keptReason({ context }: Session, reason: string, definitions: readonly EnvironmentDefinition[]): Promise<string> {
  for (const { config } of definitions) await learnConfig(context, config.map(({ path }) => path))
  return context.mask(reason.trim())
}

/** Of what they hold, and of the runs that they have in hand; backstep.yaml may be wrong by now. */
export async function definitionsHeld({ store, definitionFile }: Session, holders: readonly Pick<Holder, 'environment' | 'runId'>[]): Promise<readonly EnvironmentDefinition[]> {
  const { definition } = await definitionFile.read()
  const states = await Promise.all(holders.map(async ({ runId }) => (runId === null ? null : fold(await store.events(runId)))))
  const today = definition?.environments.filter(({ name }) => holders.some(({ environment }) => environment === name)) ?? []
  return [...today, ...states.flatMap((state) => (state ? [state.header.plan.definition] : []))]
}
