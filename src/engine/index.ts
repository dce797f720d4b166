/** Backstep as a plain Node library. */
export { createEngine, type EngineOptions } from './create-engine'
export { rollbackDeployment, type RollbackDeploymentParams } from './rollback-deployment'
export type { RollbackDeploymentResult } from '../domain/run'
export type { Engine, FinishInput, Recorded, RecordInput, RunHandle, StartInput } from './engine'
export { BackstepError, problemOf, type Problem } from '../domain/problem'
