/** Can everything be stopped that has to be? */
import { databaseKey } from '../facts'
import { listOf } from '../text'
import { scopeOf } from '../wanted-scope'
import { CHECK_AGAIN, OTHER_TARGET, alwaysBlocks, blocksUnlessForced, passed, type Checker, type CheckInput } from './input'

const TITLE = 'Services can be stopped'

export const stoppable: Checker = {
  name: 'stoppable',
  run: (input) => {
    const found = input.unstoppable.flatMap((name) => [...swappedUnder(input, name), ...(runsNow(input, name) ? wantedStopped(input, name) : [])].slice(0, 1))
    return found.length > 0 ? found : [passed('stoppable', TITLE, 'what has to stop can be stopped')]
  }
}

const keysOf = (facts: object, name: string): readonly string[] => Object.keys(facts).filter((key) => key.startsWith(`service:${name}@`))

function runsNow({ observed }: CheckInput, name: string): boolean {
  const facts = observed?.facts ?? {}
  return keysOf(facts, name).some((key) => {
    const fact = facts[key]
    return fact?.known === true && fact.is.kind === 'service' && fact.is.state !== 'stopped'
  })
}

/** Whatever it has open would be replaced under it, so the engine refuses that in the middle of the run. */
function swappedUnder(input: CheckInput, name: string) {
  const { plan, target } = input
  if (!plan || !target) return []
  const { uses } = scopeOf(target)
  const bases = plan.definition.databases.map((database) => database.name)
    .filter((base) => uses.database(base).includes(name) && plan.steps.some((step) => step.phase === 'database' && step.resource === databaseKey(base)))
  if (bases.length === 0) return []
  // What nobody here has started is not known to run, and not known to be down either.
  const blocks = runsNow(input, name) ? alwaysBlocks : blocksUnlessForced
  return [blocks('stoppable', TITLE, `${name} cannot be stopped, and uses ${listOf(bases)}, which ${bases.length === 1 ? 'is' : 'are'} to be replaced.`, {
    id: `stoppable:${name}`, headline: `${name} would keep ${listOf(bases)} open`, detail: 'Another program runs it, and nothing says how that is told to stop it: give `stop` beside `restart` in backstep.yaml.',
    remedies: [{ title: 'Keep the data', consequence: 'Nothing is lost; the target has to work with the present data.', action: { kind: 'keep-data' } }, CHECK_AGAIN]
  })]
}

function wantedStopped({ plan }: CheckInput, name: string) {
  const wanted = plan?.wanted ?? {}
  const isWanted = keysOf(wanted, name).some((key) => {
    const part = wanted[key]
    return part !== undefined && 'state' in part && part.state === 'stopped'
  })
  if (!isWanted) return []
  return [blocksUnlessForced('stoppable', TITLE, `${name} did not run then and cannot be stopped now.`, {
    id: `stoppable:${name}`, headline: `${name} goes on running, and the run ends as failed`, detail: 'Another program runs it, and nothing says how that is told to stop it: give `stop` beside `restart` in backstep.yaml, or stop it yourself.',
    remedies: [CHECK_AGAIN, OTHER_TARGET]
  })]
}
