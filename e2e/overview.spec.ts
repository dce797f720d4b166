/** What the overview says when the registry, the files and what runs do not agree, and of a run whose environment nobody can name. */
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { picture } from './pictures'
import { confirm, lane } from './rollback'
import { rollbackOutside } from './runs'

let demo: Demo
let launched: Launched
test.beforeEach(async () => {
  demo = await createDemo()
  launched = await openDemo(demo)
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})
test.describe.configure({ timeout: 120_000 })

test('a version that was recorded and never ran, and a file that was edited, are drift: no lane is green', async () => {
  const { page } = launched
  const production = lane(page, 'production')
  await expect(production.getByText(/^since /)).toBeVisible()
  await demo.cli('record', '--env', 'production', '--version', 'v2.0.0')
  await expect(production.getByText('Drift on 3 services')).toBeVisible()
  await expect(production.getByText(/^recorded /)).toBeVisible()
  await expect(production.getByText('v1.1.0 answers')).toBeVisible()
  await expect(production.getByText('the registry says v2.0.0, it answers v1.1.0')).toHaveCount(3)
  await expect(production.getByText(/^since /)).toHaveCount(0)
  appendFileSync(path.join(demo.project, 'config/dev.json'), ' \n')
  await page.getByRole('button', { name: 'Observe now' }).click()
  await expect(lane(page, 'dev').getByText('Drift on 1 file')).toBeVisible()
  await expect(lane(page, 'dev').getByRole('listitem').filter({ hasText: 'config/dev.json' })).toContainText('was changed since it was recorded')
  await picture(page, 'overview-drift')
  await expectNothing(page, 'drift in the overview')
  await page.getByRole('navigation', { name: 'Project' }).getByRole('button', { name: 'Deployments' }).click()
  await page.getByRole('grid').getByRole('row').filter({ hasText: 'current' }).filter({ hasText: 'staging' }).click()
  await expect(page.getByText(/^staging · recorded /)).toBeVisible()
})

test('the only deployment there is can be chosen, and starts again what does not run', async () => {
  const { page } = launched
  const file = path.join(demo.project, '.deployments/deployment-registry.json')
  const registry = JSON.parse(readFileSync(file, 'utf8')) as { deployments: { id: string; environment: string }[] }
  writeFileSync(file, JSON.stringify({ ...registry, deployments: registry.deployments.filter(({ id, environment }) => environment !== 'dev' || id === 'deploy-013') }))
  const { process: worker } = JSON.parse(readFileSync(path.join(demo.project, '.deployments/services/dev/worker.json'), 'utf8')) as { process: { pid: number } }
  process.kill(worker.pid, 'SIGKILL')
  const dev = lane(page, 'dev')
  await expect(dev.getByText('No earlier one is suggested. v2.1.0-rc.1 can be started again.')).toBeVisible()
  await page.getByRole('button', { name: 'Observe now' }).click()
  await expect(dev.getByRole('listitem').filter({ hasText: 'worker' })).not.toContainText('Running')
  await dev.getByRole('button', { name: 'Roll back… dev' }).click()
  await expect(page.getByRole('heading', { name: 'Back to v2.1.0-rc.1, which is current' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^chosen v2\.1\.0-rc\.1/ })).toHaveAttribute('aria-selected', 'true')
  await confirm(page, 'The worker has ended')
  await expect(page.getByRole('heading', { level: 2, name: 'dev serves v2.1.0-rc.1' })).toBeVisible({ timeout: 60_000 })
})

test('an interrupted run is on top also while backstep.yaml has an error, and goes on from there', async () => {
  const { page } = launched
  const proceed = demo.pause('worker')
  const { child, says } = rollbackOutside(demo, 'Checkout answers 500')
  await says(/▸ Stop worker/)
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  proceed()
  const file = path.join(demo.project, 'backstep.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('environments:', 'enviroments:'))
  const banner = page.getByRole('region', { name: 'Interrupted run of staging' })
  await expect(page.getByRole('heading', { name: /^backstep\.yaml, line \d+/ })).toBeVisible()
  await expect(banner).toContainText('stopped half-way')
  await expect(banner.getByRole('button', { name: 'Undo…' })).toHaveAttribute('aria-disabled', 'true')
  await picture(page, 'overview-run-without-lane')
  await expectNothing(page, 'a run without a lane')
  writeFileSync(file, text.replace('\n  staging:', '\n  preview:'))
  await expect(lane(page, 'preview')).toBeVisible()
  await banner.getByRole('button', { name: /^Resume at step/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).toBeVisible({ timeout: 60_000 })
  writeFileSync(file, text)
})
