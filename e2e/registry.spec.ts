/** A registry that another program damaged: the window says where, compares a good copy, and puts it back. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { found } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { inBothThemes, picture } from './pictures'

let demo: Demo
let launched: Launched
let file: string
test.beforeEach(async () => {
  demo = await createDemo()
  file = path.join(demo.project, '.deployments/deployment-registry.json')
  launched = await openDemo(demo)
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})

test('it is named with its byte, and a good copy is put back from the window', async () => {
  const { page } = launched
  const whole = readFileSync(file, 'utf8')
  const cut = whole.lastIndexOf('"id"')
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toBeEnabled()
  writeFileSync(file, whole.slice(0, cut))
  const problem = page.getByRole('region', { name: 'Problem' })
  await expect(problem).toContainText(`is damaged at byte ${cut.toLocaleString('en-US')}`)
  await expect(problem).toContainText(/A good copy from .* exists, with \d+ deployments/)
  // What runs was observed all the same.
  await expect(page.getByRole('list', { name: 'Services of staging' })).toContainText('api')
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toHaveAttribute('aria-disabled', 'true')
  await picture(page, 'registry-damaged')

  await page.getByRole('button', { name: 'Restore a good copy…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/1 comes back:/)).toBeVisible()
  await expect(dialog.getByRole('radio').first()).toBeChecked()
  await inBothThemes(page, async () => expect(await found(page)).toEqual([]))
  await picture(page, 'registry-restore')
  await page.keyboard.press('Escape')
  expect(readFileSync(file, 'utf8')).toBe(whole.slice(0, cut))

  await page.getByRole('button', { name: 'Restore a good copy…' }).click()
  await dialog.getByRole('button', { name: 'Restore this copy' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(problem).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).not.toHaveAttribute('aria-disabled')
  expect(readFileSync(file, 'utf8')).toBe(whole)
  const backups = path.join(path.dirname(file), 'backups')
  const kept = readdirSync(backups).find((name) => name.startsWith('damaged.')) ?? ''
  expect(readFileSync(path.join(backups, kept), 'utf8')).toBe(whole.slice(0, cut))
})

test('one that is gone comes back too, also from Deployments', async () => {
  const { page } = launched
  const whole = readFileSync(file, 'utf8')
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toBeEnabled()
  rmSync(file)
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText('is gone from')
  await page.getByRole('navigation', { name: 'Project' }).getByRole('button', { name: 'Deployments' }).click()
  await page.getByRole('button', { name: 'Restore a good copy…' }).click()
  await expect(page.getByRole('dialog')).toContainText('There is no file now.')
  await page.getByRole('button', { name: 'Restore this copy' }).click()
  await expect(page.getByRole('grid').getByRole('row').filter({ hasText: 'v2.0.0' }).first()).toBeVisible()
  expect(readFileSync(file, 'utf8')).toBe(whole)
})
