/** The question after a failed or broken-off step, in a terminal: each choice with what it would do. */
import { DECISION_KEYS, decisionTyped } from '../domain/decision-keys'
import type { Choice } from '../domain/decisions'
import { problemOf } from '../domain/problem'
import type { Decision, RunEvent } from '../domain/run'
import { safe, type Cli } from './cli'
import { problemLines } from './print/problem'
import { ask, canAsk } from './print/prompt'
import { wrappedText } from './print/width'

export interface Decider {
  onEvent(event: RunEvent): void
  /** The last one that was made here; null when the run was left, or never asked. */
  chosen(): Decision | null
}

/** Where nobody can be asked, or nobody answers, the run is left as it is: unfinished, resumable. */
export function decider(cli: Cli, project: string): Decider {
  let chosen: Decision | null = null
  let asks = false
  const decide = async (runId: string): Promise<void> => {
    chosen = canAsk(cli.terminal) ? await askDecision(cli, project, runId) : null
    if (chosen === null) await cli.engine().leave(project, runId)
    else await cli.engine().decide(project, runId, chosen)
  }
  /** Nobody would be asked, and the run would wait for an answer for ever: it is left with its question. */
  const unasked = async (runId: string, error: unknown): Promise<void> => {
    chosen = null
    await cli.engine().leave(project, runId)
    cli.say(...problemLines(problemOf(error), cli.paintMessage))
  }
  return {
    chosen: () => chosen,
    onEvent: (event) => {
      if (event.type === 'run-started') asks = event.run.onFailure === 'ask'
      if (event.type === 'run-resumed') asks = event.onFailure === 'ask'
      // A run that ended meanwhile has nothing to decide any more, and is not left either.
      if (event.type === 'decision-needed' && asks) decide(event.runId).catch((error: unknown) => unasked(event.runId, error)).catch(() => undefined)
    }
  }
}

async function askDecision(cli: Cli, project: string, runId: string): Promise<Decision | null> {
  const { choices, stateSentence } = await cli.engine().runView(project, runId)
  const options = choices.map(({ decision }) => decision)
  cli.say('', safe(capital(stateSentence)), '', ...choices.flatMap((choice) => choiceLines(cli, choice)))
  for (;;) {
    const text = await ask(cli.terminal, `${options.map(keyed).join(', ')}?`)
    if (text === null) return null
    const decision = decisionTyped(text, options)
    if (decision !== null) return decision
    cli.say(`Type one of ${options.map((option) => `${DECISION_KEYS[option]} (${option})`).join(', ')}. Ctrl-C leaves the run as it is.`)
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
/** `[r]etry`, `s[k]ip` */
const keyed = (option: Decision): string => option.replace(DECISION_KEYS[option], (key) => `[${key}]`)

function choiceLines(cli: Cli, { decision, title, sentence, serves, down, data, loses }: Choice): readonly string[] {
  const after = `then serves ${safe(serves)} · still down: ${safe(down)} · data: ${safe(data)}`
  return [
    `  ${cli.paintMessage(keyed(decision), 'bold')}  ${safe(title)}`,
    ...wrappedText(safe(sentence), cli.widthMessage - 11).map((line) => `           ${line}`),
    `           ${cli.paintMessage(after, loses ? 'failed' : 'dim')}`
  ]
}
