/** Whatever error leaves the engine is masked: it may quote what a program said, or what somebody typed. */
import { maskArguments } from '../domain/config'
import type { RunResult } from '../domain/run'
import { BackstepError, type Evidence, type Problem } from '../domain/problem'
import type { Engine, RunHandle } from './engine'
import { MASK } from './hosts/secrets'

type Mask = (text: string) => string

export function maskedProblem(problem: Problem, mask: Mask): Problem {
  const { message, next, evidence, changes } = problem
  return {
    ...problem, message: mask(message), next: mask(next), ...(changes ? { changes: changes.map(mask) } : {}), ...(evidence ? { evidence: maskedEvidence(evidence, mask) } : {})
  }
}

/** What people and programs said in it; names, versions and figures stay. */
export const maskedResult = (run: RunResult, mask: Mask): RunResult =>
  ({ ...run, problem: run.problem && maskedProblem(run.problem, mask), result: { ...run.result, warnings: run.result.warnings.map(mask) } })

function maskedEvidence(evidence: Evidence, mask: Mask): Evidence {
  const { argv, output, observed } = evidence
  return {
    ...evidence, ...(argv ? { argv: maskArguments(argv, mask, MASK) } : {}), ...(output ? { output: output.map(mask) } : {}), ...(observed === undefined ? {} : { observed: mask(observed) })
  }
}

/** Causes are followed so far: one may name itself. */
const CAUSES = 5

/** The same error without secrets in its message, its stack and its causes. What is no error becomes one. */
export function maskedError(error: unknown, mask: Mask, causes = CAUSES): Error {
  if (!(error instanceof Error)) return new Error(mask(String(error)))
  const cause = error.cause === undefined || causes === 0 ? {} : { cause: maskedError(error.cause, mask, causes - 1) }
  const masked = error instanceof BackstepError ? new BackstepError(maskedProblem(error.problem, mask), cause) : new Error(mask(error.message), cause)
  masked.name = error.name
  masked.stack = mask(error.stack ?? '')
  return masked
}

/** What nobody caught, as it is written to standard error. */
export const uncaughtText = (what: string, error: unknown, mask: Mask): string => `${what}: ${maskedError(error, mask).stack ?? ''}\n`

/** The same engine, but for what it throws. */
export function withMaskedProblems(engine: Engine, mask: Mask): Engine {
  const masked = (error: unknown): never => {
    throw maskedError(error, mask)
  }
  const answered = (answer: unknown): unknown => (isHandle(answer) ? { ...answer, finished: quietly(answer.finished.catch(masked)), cancel: () => answer.cancel().catch(masked) } : answer)
  const wrapped = Object.entries(engine).map(([name, own]: readonly [string, unknown]) => [name, typeof own === 'function' ? wrap(own as Method, masked, answered) : own] as const)
  // The same names, each with the type that it had.
  return Object.fromEntries(wrapped) as unknown as Engine
}

type Method = (...all: readonly unknown[]) => unknown

const wrap = (own: Method, masked: (error: unknown) => never, answered: (answer: unknown) => unknown): Method => (...all) => {
  try {
    const answer = own(...all)
    return answer instanceof Promise ? answer.then(answered, masked) : answer
  } catch (error) {
    return masked(error)
  }
}

const isHandle = (answer: unknown): answer is RunHandle => typeof answer === 'object' && answer !== null && 'finished' in answer && answer.finished instanceof Promise

/** Whoever does not wait for a run is not told of its end as of an error that nobody caught. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
