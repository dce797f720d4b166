/** A deployment that was recorded on a machine whose clock is ahead: a rollback away from it comes after it all the same. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { LaneView } from '../src/domain/views'
import { projectPaths } from '../src/engine/paths'
import { startInput, undoOf } from './support/inputs'
import type { Shop } from './support/shop'
import { useShops } from './support/shops'

const shop = useShops()
interface Written { readonly id: string; timestamp: string; readonly status: string }

const hour = (from: number): string => new Date(from + 3_600_000).toISOString()
/** What `change` makes of the newest record. */
function newest(made: Shop, change: (record: Written) => void): void {
  const file = projectPaths(made.path).registry
  const registry = JSON.parse(readFileSync(file, 'utf8')) as { deployments: Written[] }
  const last = registry.deployments.at(-1)
  if (last) change(last)
  writeFileSync(file, JSON.stringify(registry, null, 2))
}
async function laneOf(made: Shop): Promise<LaneView | undefined> {
  const { lanes } = await made.engine.overview(made.path, true)
  return lanes.find(({ environment }) => environment === 'staging')
}

it('is left by a rollback, and come back to by its undo, in the order in which that happened', async () => {
  const made = await shop()
  newest(made, (record) => { record.timestamp = hour(Date.now()) })
  const { result } = await (await made.engine.start(made.path, startInput())).finished
  const away = await laneOf(made)
  expect([away?.current?.version, away?.state, away?.services.map(({ display }) => display)]).toEqual(['v1.0.0', 'running', ['running', 'running']])
  await (await made.engine.start(made.path, undoOf(result.rollbackId))).finished
  const back = await laneOf(made)
  expect([back?.current?.version, back?.state, back?.services.map(({ display }) => display)]).toEqual(['v1.1.0', 'running', ['running', 'running']])
})
