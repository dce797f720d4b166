/** What is wrong for people who see, hear or move differently. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { inBothThemes } from './pictures'

/** What axe finds, as "rule: where". The window has no other pages to run in, hence the legacy mode. */
export async function found(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`))
}

export async function expectNothing(page: Page, screen: string): Promise<void> {
  await inBothThemes(page, async (theme) => {
    expect(await found(page), `${screen}, ${theme}`).toEqual([])
  })
}
