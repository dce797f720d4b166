/** The safety checks, in the order in which they are shown. */
import type { Check } from '../check'
import { recordedCommit } from './recorded-commit'
import { alreadyRunning } from './already'
import { configCompatibility, schemaCompatibility, serviceDependencies } from './compatibility'
import type { CheckInput, Checker } from './input'
import { dataSource, dependents, downNow, drift, historyWritable, notCaptured, observable, trackedFiles } from './situation'
import { stoppable } from './stoppable'
import { keptContent, snapshotKey } from './kept'
import { unfinishedRun } from './unfinished'
import { artifacts, diskSpace, targetExists, targetStatus } from './target'

const all: readonly Checker[] = [
  targetExists, targetStatus, unfinishedRun, keptContent, recordedCommit, alreadyRunning, artifacts, schemaCompatibility, configCompatibility, serviceDependencies,
  dataSource, dependents, stoppable, observable, downNow, drift, notCaptured, diskSpace, snapshotKey, historyWritable, trackedFiles
]
/** An undo has the one target: none is proposed in its place. */
const forTheRequest = ({ name, run }: Checker): Checker => ({
  name,
  run: (input) => (input.request.undo === null ? run(input) : run(input).map((check) => ({ ...check, remedies: check.remedies.filter(({ action }) => action.kind !== 'change-target') })))
})
export const checks: readonly Checker[] = all.map(forTheRequest)
export const runChecks = (input: CheckInput): readonly Check[] => checks.flatMap((check) => check.run(input))
export type { CheckInput, Checker, ConfigCheck, DataCheck, KeptCheck, SchemaCheck, SealCheck } from './input'
