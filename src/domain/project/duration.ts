const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const LONGEST = 24 * UNITS.h

/** Milliseconds of `500ms`, `30s`, `1.5s`, `2m`, `1h`; null when it is none, or longer than a day. */
export function duration(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h)$/.exec(text)
  if (match === null) return null
  const ms = Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS])
  return ms > LONGEST ? null : ms
}
