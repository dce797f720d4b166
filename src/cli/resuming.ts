/** What a person confirms before an interrupted run goes on with something new. */
import type { ResumeInput } from '../engine/engine'
import type { ResumeView } from '../domain/views'
import { safe, type Cli } from './cli'
import { ask, yes } from './print/prompt'

/** Null when it was not confirmed. */
export async function confirmResume(cli: Cli, view: ResumeView, said: ResumeInput['answers']): Promise<ResumeInput | null> {
  const answers: Record<string, 'happened' | 'again'> = { ...said }
  for (const step of view.unsure.filter(({ id }) => answers[id] === undefined)) {
    const text = ((await ask(cli.terminal, `"${safe(step.title)}" was begun and did not end. Did it [h]appen, or run it [a]gain? Anything else goes back.`)) ?? '').trim().toLowerCase()
    if (text !== 'h' && text !== 'happened' && text !== 'a' && text !== 'again') return null
    answers[step.id] = text.startsWith('h') ? 'happened' : 'again'
  }
  if (view.foreign.length + view.unconfirmed.length === 0) return { hash: view.hash, answers }
  return yes(await ask(cli.terminal, 'Go on with that? [y/N]')) ? { hash: view.hash, answers } : null
}
