/** What the settings of several runtimes have in common. */
import { z } from 'zod'

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const

function toMilliseconds(value: number | string): number {
  if (typeof value === 'number') return value
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value) ?? []
  return Math.round(Number(amount) * UNITS[(unit ?? 'ms') as keyof typeof UNITS])
}

/** `10s`, `500ms`, `2m`, or a number of milliseconds. */
export const duration = (otherwise: number) =>
  z.union([z.number().int().nonnegative(), z.string().regex(/^\d+(\.\d+)?(ms|s|m)$/, 'a duration such as 10s, 500ms or 2m')]).transform(toMilliseconds).default(otherwise)

const word = z.string().refine((text) => !text.includes('\0'), 'no NUL character')
/** A program and its arguments, never a line for a shell. */
export const argv = z.array(word).min(1).refine((words) => words[0] !== '', 'a program to run')

/** Literal values that are no secrets, or `$NAME`: read from the environment or the secret store at run time. */
export const env = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _'), z.union([word, z.number(), z.boolean()]).transform(String)).default({})

export const stopSignal = z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGKILL']).default('SIGTERM')
export const folder = word.refine((text) => text !== '', 'a folder')

/** The name behind `$NAME`; null for a literal value. */
export const secretName = (value: string): string | null => /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1] ?? null
