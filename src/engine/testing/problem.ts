import { problemOf, type Problem } from '../../domain/problem'

/** The problem of what a promise throws; throws when it resolves. */
export const problem = (work: Promise<unknown>): Promise<Problem> => work.then(() => { throw new Error('it did not fail') }, problemOf)
