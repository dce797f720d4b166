/**
 * A configuration file is replaced only while it is what the snapshot keeps, or what whoever goes on with the run was shown. What no
 * snapshot has is kept aside before.
 */
import { join } from 'node:path'
import { configKey } from '../../domain/facts'
import { fail } from '../../domain/problem'
import type { Finding } from '../../domain/run'
import { writeConfig, type WriteFile } from '../config-files'
import type { EnvironmentContext } from '../context'
import type { Performed, PerformContext } from './perform'

/** Throws `config-changed`, with nothing changed, when somebody has written to it meanwhile. */
export async function replaceConfig(run: PerformContext, action: WriteFile): Promise<Partial<Performed>> {
  const { context, observed, snapshot, line } = run
  const findings: Finding[] = []
  const kept = await snapshot.keeps(action.path)
  await writeConfig(context, action, async (today) => {
    if (today === action.digest || today === kept) return
    const seen = observed.facts[configKey(action.path)]
    if (!seen?.known || seen.is.kind !== 'config' || seen.is.digest !== today) throw changed(context, action.path, kept, today)
    if (today === null) return
    const message = `What somebody had written to ${action.path} was replaced; it is kept in ${await snapshot.keepAside(action.path, today)}.`
    line('note', message)
    findings.push({ ok: true, subject: action.path, kind: 'config', message, proof: [] })
  })
  return { findings }
}

function changed({ project }: EnvironmentContext, path: string, kept: string | null | undefined, today: string | null): Error {
  const what = today === null ? 'removed' : kept === null ? 'created' : 'changed'
  return fail('config-changed', `${path} was ${what} while this run went on. It was left as it is.`, 'Put back what was there and retry. Or undo, or stop here and start a new rollback: the snapshot of either keeps what is there now.', { place: { file: join(project, path) } })
}
