/** The host as one step sees it: what it runs to its end carries the step's token and is named in the store, so that whoever takes the run over finds it. */
import type { Host, RunOptions } from '../hosts/host'

/** Marks every process of a step; one that may have started a service carries the other. A service itself carries neither. */
export const STEP_TOKEN = 'BACKSTEP_STEP_TOKEN'
export const COMMAND_TOKEN = 'BACKSTEP_COMMAND_TOKEN'

/** Known from the journal alone, which has the step's begin before anything of it can run. No character of it needs quoting. */
export const tokenOf = (runId: string, step: string, attempt: number): string => `${runId}:${attempt}:${encodeURIComponent(step)}`

export interface Started { readonly pid: number; readonly startTime: string; readonly bootId: string; readonly host: string; readonly leaves: boolean; readonly until: string }

/** `started` is awaited: when it throws, the program is ended. */
export function trackedHost(host: Host, token: string, now: () => Date, started: (program: Started) => Promise<void>): Host {
  return {
    ...host,
    run: (argv, options) => host.run(argv, { ...options, env: { ...options.env, [options.leaves ? COMMAND_TOKEN : STEP_TOKEN]: token }, ...(options.reads ? {} : { onSpawn: noteOf(options) }) })
  }
  function noteOf({ timeout, leaves }: RunOptions): NonNullable<RunOptions['onSpawn']> {
    return (id) => started({ ...id, host: host.name, leaves: leaves === true, until: new Date(now().getTime() + timeout).toISOString() })
  }
}
