const AGES = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
const OLDEST = 100 * 366 * AGES.d

/** Milliseconds of `90d`, `12h`, `8w`; null when it is none, or longer than a century. */
export function age(text: string): number | null {
  const match = /^(\d{1,6})(h|d|w)$/.exec(text)
  const ms = match === null ? 0 : Number(match[1]) * AGES[match[2] as keyof typeof AGES]
  return ms === 0 || ms > OLDEST ? null : ms
}

const SIZES = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const

/** Bytes of `20GB`, `500 MB`, `1.5TiB`; null when it is none. */
export function size(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?) ?([KMGT]i?B)$/.exec(text)
  const bytes = match === null ? 0 : Math.round(Number(match[1]) * (SIZES[match[2] as keyof typeof SIZES]))
  return bytes === 0 || !Number.isSafeInteger(bytes) ? null : bytes
}
