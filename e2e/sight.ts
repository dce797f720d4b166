/** What of a text can be seen. */
import type { Locator, Page } from 'playwright/test'

/** Watches for a text from now on, however shortly it stands there. */
export async function everShows(page: Page, text: string): Promise<() => Promise<boolean>> {
  const watched = await page.evaluateHandle((wanted) => {
    const seen = { ever: false }
    new MutationObserver(() => { seen.ever ||= document.body.textContent.includes(wanted) }).observe(document.body, { childList: true, characterData: true, subtree: true })
    return seen
  }, text)
  return () => watched.evaluate(({ ever }) => ever)
}

/** Whether the last character is in sight, not cut off by what it stands in. */
export const showsEnd = (place: Locator): Promise<boolean> => place.evaluate((element) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let last: Text | null = null
  while (texts.nextNode()) last = texts.currentNode as Text
  if (last === null) return false
  const range = document.createRange()
  range.setStart(last, last.length - 1)
  range.setEnd(last, last.length)
  const end = range.getBoundingClientRect()
  const clips = (box: Element): boolean => getComputedStyle(box).overflowX !== 'visible' && (end.right > box.getBoundingClientRect().right + 1 || end.left < box.getBoundingClientRect().left - 1)
  for (let box: Element | null = last.parentElement; box !== null; box = box === element ? null : box.parentElement) if (clips(box)) return false
  return true
})

/** Whether the first character of what stands in it is in sight, from whichever side it is read. */
export const showsBeginning = (place: Locator): Promise<boolean> => place.evaluate((element) => {
  const first = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode() as Text
  const range = document.createRange()
  range.setStart(first, 0)
  range.setEnd(first, 1)
  const [sign, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()]
  return sign.left >= box.left - 1 && sign.right <= box.right + 1
})
