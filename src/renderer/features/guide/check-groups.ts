import { blocks, type Check } from '../../../domain/check'

export type CheckGroupName = 'blocks' | 'overridden' | 'warnings' | 'passed'

export interface CheckGroup {
  readonly name: CheckGroupName
  readonly checks: readonly Check[]
}

/** Into which group a check belongs. */
export function groupOf(check: Check, forced: readonly string[]): CheckGroupName {
  if (check.passed) return 'passed'
  if (blocks(check, forced)) return 'blocks'
  return check.blocking === 'unless-forced' ? 'overridden' : 'warnings'
}

/** What needs attention first; empty groups are left out. */
export function groupChecks(checks: readonly Check[], forced: readonly string[]): readonly CheckGroup[] {
  const names: readonly CheckGroupName[] = ['blocks', 'overridden', 'warnings', 'passed']
  return names
    .map((name) => ({ name, checks: checks.filter((check) => groupOf(check, forced) === name) }))
    .filter((group) => group.checks.length > 0)
}

/** The check whose detail is shown: the chosen one, else the first that needs attention. */
export function openCheck(groups: readonly CheckGroup[], chosen: string | null): Check | undefined {
  const all = groups.flatMap(({ checks }) => checks)
  return all.find(({ id }) => id === chosen) ?? all[0]
}
