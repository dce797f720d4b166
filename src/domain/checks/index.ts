/** The safety checks, in the order in which they are shown. */
import type { Check } from '../check'
import { configCompatibility, schemaCompatibility, serviceDependencies } from './compatibility'
import type { CheckInput, Checker } from './input'
import { dataSource, dependents, downNow, drift, historyWritable, notCaptured, observable, trackedFiles, unfinishedRun } from './situation'
import { stoppable } from './stoppable'
import { keptContent, snapshotKey } from './kept'
import { alreadyRunning, artifacts, diskSpace, targetExists, targetStatus } from './target'

export const checks: readonly Checker[] = [
  targetExists, targetStatus, unfinishedRun, keptContent, alreadyRunning, artifacts, schemaCompatibility, configCompatibility, serviceDependencies,
  dataSource, dependents, stoppable, observable, downNow, drift, notCaptured, diskSpace, snapshotKey, historyWritable, trackedFiles
]
export const runChecks = (input: CheckInput): readonly Check[] => checks.flatMap((check) => check.run(input))
export type { CheckInput, Checker, ConfigCheck, DataCheck, KeptCheck, SchemaCheck, SealCheck } from './input'
