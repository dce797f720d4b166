/** What the settings of several runtimes have in common, each in the form that backstep.yaml and the window show. */
import { z } from 'zod'
import { argv as program, time, variables, word } from '../../domain/project'

/** `10s`, `500ms`, `2m`, `1h`, or a number of milliseconds. */
export const duration = (otherwise: string) => z.union([z.int().nonnegative(), time]).prefault(otherwise).meta({ 'x-form': 'duration' })

/** A program and its arguments, in the form. */
export const argv = program.meta({ 'x-form': 'program' })

/** Literal values that are no secrets, or `$NAME`: read from the environment or the secret store at run time. */
export const env = variables.default({})
  .meta({ title: 'Environment', description: 'Variables of the program. $NAME is read from the environment of Backstep or the secret store when it is started; a secret in plain text is an error.' })

export const stopSignal = z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGKILL']).default('SIGTERM').describe('How it is asked to stop.')
export const stopTimeout = duration('10s').describe('How long it may take to stop, then SIGKILL.')
export const folder = word.refine((text) => text !== '', 'must not be empty')

/** The name behind `$NAME`; null for a literal value. */
export const secretName = (value: string): string | null => /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1] ?? null
