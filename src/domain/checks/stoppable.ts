/** Can everything be stopped that has to be, and is its place free where it is started? */
import { answeredFor, databaseKey, foreignPlace, type Foreign } from '../facts'
import { listOf } from '../text'
import { isStopTold } from '../foreign'
import { scopeOf } from '../wanted-scope'
import type { Remedy } from '../check'
import { CHECK_AGAIN, KEEP_DATA, OTHER_TARGET, alwaysBlocks, blocksUnlessForced, passed, type Checker, type CheckInput } from './input'

const TITLE = 'Services can be stopped'

export const stoppable: Checker = {
  name: 'stoppable',
  run: (input) => {
    const found = servicesOf(input).flatMap((name) => [...swappedUnder(input, name), ...wantedStopped(input, name), ...placeTaken(input, name)].slice(0, 1))
    return found.length > 0 ? found : [passed('stoppable', TITLE, 'what has to stop can be stopped')]
  }
}

const servicesOf = ({ target, unstoppable }: CheckInput): readonly string[] =>
  [...new Set([...(target ? scopeOf(target).whole.services.map(({ name }) => name) : []), ...unstoppable])]

const keysOf = (facts: object, name: string): readonly string[] => Object.keys(facts).filter((key) => key.startsWith(`service:${name}@`))

function runsNow({ observed }: CheckInput, name: string): boolean {
  const facts = observed?.facts ?? {}
  return keysOf(facts, name).some((key) => {
    const fact = facts[key]
    return fact?.known === true && fact.is.kind === 'service' && fact.is.state !== 'stopped'
  })
}

/** What answers for it without having been started from here. */
const foreignOf = ({ observed }: CheckInput, name: string): Foreign | null => answeredFor(observed?.facts ?? {}, name)?.foreign ?? null

/** The same, of a service that Backstep runs itself: nothing tells that program to stop. */
const inTheWay = (input: CheckInput, name: string): Foreign | null => (input.elsewhere.includes(name) ? null : foreignOf(input, name))

const ELSEWHERE = 'Another program runs it, and nothing says how that is told to stop it: give `stop` beside `restart` in backstep.yaml'
const stopItWords = (foreign: Foreign): string =>
  `What was not started from here is not stopped from here. Stop ${processWords(foreign)} and check again. For a service that another program runs for good there are \`restart\` and \`stop\` with \`runtime: git\`.`

/** What puts it right is not for the run to do: who reads only the ways out has to find it there. */
function stopItYourself(name: string, foreign: Foreign | null): Remedy {
  if (foreign === null) return { ...CHECK_AGAIN, title: `Say how ${name} is told to stop, or stop it yourself, then check again`, consequence: 'That is `stop` beside `restart` in backstep.yaml.' }
  return { ...CHECK_AGAIN, title: `Stop ${processWords(foreign)} yourself, then check again`, consequence: 'What was not started from here is not stopped from here.' }
}
const processWords = ({ address, pid }: Foreign): string => (pid === null ? `what answers at ${address}` : `process ${pid}`)

/** Whatever it has open would be replaced under it, so the engine refuses that in the middle of the run. */
function swappedUnder(input: CheckInput, name: string) {
  const { plan, target } = input
  const foreign = inTheWay(input, name)
  if (!plan || !target || (foreign === null && !input.unstoppable.includes(name))) return []
  const { uses } = scopeOf(target)
  const bases = plan.definition.databases.map((database) => database.name)
    .filter((base) => uses.database(base).includes(name) && plan.steps.some((step) => step.phase === 'database' && step.resource === databaseKey(base)))
  if (bases.length === 0) return []
  // What nobody here has started is not known to run. What answers need not be what has the data open, as a proxy that answers by itself; of a process that is told, it is also told what it has open.
  const mayHaveItOpen = foreign === null ? runsNow(input, name) || foreignOf(input, name) !== null : foreign.pid === null
  const blocks = mayHaveItOpen ? alwaysBlocks : blocksUnlessForced
  const subject = foreign === null ? `${name} cannot be stopped, and uses` : `${name} answers at ${foreignPlace(foreign)} and was not started from here: this run cannot stop it, and it uses`
  return [blocks('stoppable', TITLE, `${subject} ${listOf(bases)}, which ${bases.length === 1 ? 'is' : 'are'} to be replaced.`, {
    id: `stoppable:${name}`, headline: `${name} would keep ${listOf(bases)} open`,
    detail: foreign === null ? `${ELSEWHERE}.` : `${stopItWords(foreign)} ${foreign.pid === null ? 'It cannot be overridden: it is not told which process that is, so nor what it has open.' : 'Override it only where what answers does not use the data, as a proxy in front of it. A database that it has open is not replaced in any case: the run would fail there, with services down.'}`,
    remedies: [KEEP_DATA, stopItYourself(name, foreign)]
  })]
}

const isToldToStop = ({ plan }: CheckInput, name: string): boolean => keysOf(plan?.wanted ?? {}, name).some((key) => isStopTold(plan?.steps ?? [], key))

function wantedStopped(input: CheckInput, name: string) {
  const wanted = input.plan?.wanted ?? {}
  const isWanted = keysOf(wanted, name).some((key) => {
    const part = wanted[key]
    return part !== undefined && 'state' in part && part.state === 'stopped'
  })
  const foreign = foreignOf(input, name)
  const goesOn = foreign === null ? input.unstoppable.includes(name) && runsNow(input, name) : !isToldToStop(input, name)
  if (!isWanted || !goesOn) return []
  return [blocksUnlessForced('stoppable', TITLE, `${name} did not run then and cannot be stopped now${foreign === null ? '' : `: what answers at ${foreignPlace(foreign)} was not started from here`}.`, {
    id: `stoppable:${name}`, headline: `${name} goes on running, and the run does not end well`,
    detail: foreign === null ? `${ELSEWHERE}, or stop it yourself.` : stopItWords(foreign),
    remedies: [stopItYourself(name, foreign), OTHER_TARGET]
  })]
}

/** It may be overridden, since what answers need not hold the port: a proxy in front of the service does not. */
function placeTaken(input: CheckInput, name: string) {
  const foreign = inTheWay(input, name)
  const starts = input.plan?.steps.some(({ phase, action }) => phase === 'start' && action.kind === 'start-process' && action.service === name) ?? false
  if (foreign === null || !starts) return []
  return [blocksUnlessForced('stoppable', TITLE, `${name} answers at ${foreignPlace(foreign)} and was not started from here: this run cannot stop it, and starting ${name} would find its port taken.`, {
    id: `stoppable:${name}`, headline: `${name} would be started beside what runs already`,
    detail: `${stopItWords(foreign)} Override it only where the port is free all the same, as behind a proxy that answers by itself.`,
    remedies: [stopItYourself(name, foreign)]
  })]
}
