/** Where a line that is too long is cut, so that no secret is: its halves could not be told any more. */

/** How far is looked behind the limit. */
const BEHIND = 4 * 1024
const TRIED = 8
/** What begins inside of one long value is hidden as one too. */
const GOES_ON = 'password='

interface Cut { readonly piece: string; readonly rest: string }

/** The next piece and what is left; `mask` is asked for parts of the text. Null while it is not longer than the limit and what is looked at behind it. */
export function cutOf(text: string, limit: number, mask: (text: string) => string): Cut | null {
  if (text.length <= limit + BEHIND) return null
  const seen = text.slice(0, limit + BEHIND)
  const whole = mask(seen)
  const at = placesIn(seen, limit).find((place) => mask(seen.slice(0, place)) + mask(seen.slice(place)) === whole)
  return at === undefined ? { piece: text.slice(0, limit), rest: GOES_ON + text.slice(limit) } : { piece: text.slice(0, at), rest: text.slice(at) }
}

function placesIn(text: string, limit: number): readonly number[] {
  const places: number[] = []
  for (let at = limit; at > limit - BEHIND && places.length < TRIED; at--) if (/\s/.test(text[at] ?? '')) places.push(at)
  return [...places, limit]
}
