/** A rollback of staging through the guide, as an operator goes it. */
import { expect, type Locator, type Page } from 'playwright/test'
import type { Demo } from './demo'

/** An environment in the overview. */
export const lane = (page: Page, environment: string): Locator =>
  page.getByRole('region', { name: environment, exact: false }).filter({ has: page.getByRole('button', { name: `Roll back… ${environment}` }) })

/** From the overview to the run that has begun. */
export async function startRollback(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await confirm(page, reason)
  await expect(runIn(page)).toBeVisible()
}

/** From the guide's first step to the confirmation, confirmed. */
export async function confirm(page: Page, reason: string): Promise<void> {
  for (const next of ['compare', 'checks', 'plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await page.getByRole('textbox', { name: /Why/ }).fill(reason)
  await expect(page.getByText('You can cancel at any time.')).toBeVisible()
  await page.keyboard.press('Control+Enter')
}

/** The steps of the run that is shown. */
export const runIn = (page: Page): Locator => page.getByRole('navigation', { name: 'Phases and steps' })

/** The step with this title, while it is the one that is done now. */
export const inHand = (page: Page, title: string): Locator => runIn(page).locator('[aria-current="step"]').filter({ hasText: title })

/** What the result says at its top. */
export const outcome = (page: Page, sentence: string | RegExp): Locator => page.getByRole('heading', { level: 2, name: sentence })

/** Asked of the services of staging themselves. */
export const allServe = async (demo: Demo, version: string): Promise<void> =>
  expect(await Promise.all((['api', 'web', 'worker'] as const).map(demo.versionOf))).toEqual([version, version, version])
