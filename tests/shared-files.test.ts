/** A rollback of some services: configuration that others use too stays, and what that means is said. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startInput, undoOf } from './support/inputs'
import { useShops } from './support/shops'

const shop = useShops()

it('says why captured files stay, warns of it, and says nothing of files that an undo finds as they were', async () => {
  const made = await shop()
  const request = { ...startInput().request, services: ['worker'] }
  const note = '.env.staging and config/staging.json are also used by api: they stay as they are, so worker of v1.0.0 runs on the configuration of now.'
  const { plan, checks } = await made.engine.prepare(made.path, request)
  expect(plan?.notes).toEqual([note])
  expect(checks.filter(({ name }) => name === 'not_captured')).toMatchObject([{ passed: false, blocking: 'never', message: note }])
  const { runId, finished } = await made.engine.start(made.path, startInput({ request }))
  expect((await finished)?.result.warnings).toContain(note)
  expect(JSON.parse(made.file('config/staging.json'))).toEqual({ limits: { cartItems: 200 } })
  const undo = undoOf(runId).request
  expect((await made.engine.prepare(made.path, undo)).plan?.notes).toEqual([])
  writeFileSync(path.join(made.path, 'config/staging.json'), '{}')
  expect((await made.engine.prepare(made.path, undo)).plan?.notes).toEqual(['config/staging.json is also used by api: it stays as it is, so worker of v1.1.0 runs on the configuration of now.'])
})
