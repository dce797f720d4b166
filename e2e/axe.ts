/** What axe finds on a page, as "rule: where". The window has no other pages to run in, hence the legacy mode. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'

export async function found(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`))
}
