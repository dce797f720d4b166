/** Equal values of many records as one: a hundred thousand records name a handful of environments, persons and services. */
export interface Share {
  text<T extends string | null>(value: T): T
  list(values: readonly string[]): readonly string[]
}

/** Beyond so many different values sharing saves nothing, and remembering them all would cost. */
const MOST = 20_000
/** JSON.parse gives equal texts of this length as one already. */
const SHORT = 10

export function createShare(): Share {
  const texts = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  return {
    text: <T extends string | null>(value: T): T => (value === null || value.length <= SHORT ? value : (once(texts, value, value) as T)),
    list: (values) => {
      const there = once(lists, values.join('\0'), values)
      return there.length === values.length && values.every((value, index) => value === there[index]) ? there : values
    }
  }
}

function once<T>(known: Map<string, T>, key: string, value: T): T {
  const there = known.get(key)
  if (there !== undefined) return there
  if (known.size < MOST) known.set(key, value)
  return value
}
