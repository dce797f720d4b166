/** Is there anything to do? */
import type { Deployment } from '../deployment'
import { differences } from '../differences'
import { staysDown } from '../down'
import { answeredFor, serviceKey, type Observed } from '../facts'
import type { Plan } from '../plan'
import { listOf, plural } from '../text'
import { scopeOf } from '../wanted-scope'
import { OTHER_TARGET, alwaysBlocks, passed, type Checker, type CheckInput } from './input'

const TITLE = 'Something to do'

export const alreadyRunning: Checker = {
  name: 'already_running',
  run: ({ plan, observed, wanted, target, request, record }) => {
    if (!plan || !observed || !wanted) return []
    // A selection of services that are not there moves nothing; another check says so.
    if (target && request.services.length > 0 && scopeOf(target).part.services.length === 0) return []
    const left = differences(observed.facts, wanted.wanted)
    if (left.length + plan.steps.length > 0) return [passed('already_running', TITLE, `${plural(Math.max(left.length, 1), 'thing differs', 'things differ')} from ${target?.to.version ?? 'the target'}`)]
    const odd = record && target && request.undo === null ? oddRecord(record, target, observed) : null
    return [alwaysBlocks('already_running', TITLE, odd ?? `${soAlready(target?.to.version ?? 'It', plan, observed)}: there is nothing to do.`, { remedies: [OTHER_TARGET] })]
  }
}

/** What was captured with it runs, and proves to be another version: it was recorded while that ran. */
function oddRecord({ id, version }: Deployment, target: NonNullable<CheckInput['target']>, { facts }: Observed): string | null {
  const found = scopeOf(target).part.services.flatMap(({ name, hosts }) => hosts.flatMap((host) => {
    const seen = facts[serviceKey(name, host)]
    return seen?.known && 'proof' in seen.seen && seen.seen.proof === 'proven' && seen.seen.version !== null && seen.seen.version !== version ? [{ name, answers: seen.seen.version }] : []
  }))
  if (found.length === 0) return null
  const names = [...new Set(found.map(({ name }) => name))]
  const answers = `${listOf(names)} ${names.length === 1 ? 'answers' : 'answer'} ${listOf([...new Set(found.map((one) => one.answers))])}`
  return `What ${target.manifest === null ? `${version} stands for` : `was captured with ${version}`} is what runs: there is nothing to do. But ${answers}, so the record ${id} is what is odd: it says ${version}.`
}

function soAlready(version: string, plan: Plan, { facts }: Observed): string {
  const down = staysDown(plan).filter((name) => answeredFor(facts, name) === null)
  const said = `${listOf(down)} ${down.length === 1 ? 'does' : 'do'} not run`
  if (down.length === 0) return `${version} already runs, with its configuration`
  return down.length === plan.definition.services.length ? `${version} did not have ${listOf(down)} running, and ${said}` : `${version} already runs, with its configuration; it did not have ${listOf(down)} running, and ${said}`
}
