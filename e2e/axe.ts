/** What is wrong for people who see, hear or move differently. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { inBothThemes } from './pictures'

/** The rules that look at colours; everything else in a page is the same in both appearances. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe finds, as "rule: where", by some rules or by all of them. The window has no other pages to run in, hence the legacy mode. */
export async function found(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: [...rules] } }) })
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`))
}

export async function expectNothing(page: Page, screen: string): Promise<void> {
  await inBothThemes(page, async (theme) => {
    expect(await found(page, theme === 'light' ? undefined : OF_COLOURS), `${screen}, ${theme}`).toEqual([])
  })
}
