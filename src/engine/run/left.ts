/** A finished run records a manifest of what it left: what drift is later measured against. */
import type { Observed } from '../../domain/facts'
import type { RunState } from '../../domain/run'
import { captureManifest } from '../record/capture'
import type { Session } from '../session/session'

export async function recordLeft(session: Session, state: RunState, observed: Observed): Promise<void> {
  const { plan, runId } = state.header
  const today = (await session.definitionFile.require()).environments.find((one) => one.name === plan.environment)
  await captureManifest(session, today ?? plan.definition, { id: runId, kind: 'result', version: plan.to.version, deploymentId: plan.to.deploymentId, copies: false, observed })
}
