/** Which problems belong to which part of the form. */
import type { TextProblem } from '../views'
import type { Path } from './node'

type Placed = Pick<TextProblem, 'path'>

/** Those at a path or inside it. */
export const within = <T extends Placed>(problems: readonly T[], path: Path): readonly T[] => problems.filter((problem) => problem.path.length >= path.length && path.every((part, index) => String(part) === String(problem.path[index])))

/** Unknown keys that were meant for this one: `dependOn` beside `dependsOn`. */
export function claimedBy(problems: readonly TextProblem[], path: Path): readonly TextProblem[] {
  const key = path.at(-1)
  return within(problems, path.slice(0, -1)).filter(({ path: own, correct }) => correct !== null && own.length === path.length && own.at(-1) === correct.from && correct.to === key)
}
