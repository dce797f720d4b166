import { expect, it } from 'vitest'
import type { Host, ProcessId } from '../../hosts/host'
import { codeOf } from '../../testing/project'
import { endLeftOvers } from './live'
import type { ServiceState } from './state'

const processOf = (pid: number): ProcessId => ({ pid, startTime: '1', bootId: 'b' })
const state = { token: 't', elsewhere: false } as ServiceState

/** Whose processes, when they are ended, have started others just before. */
function host(next: (pid: number) => readonly number[]) {
  const living = new Set([1])
  // Only what ending asks of a host.
  const fake = {
    findByEnv: async () => [...living].map(processOf), isAlive: async ({ pid }: ProcessId) => living.has(pid),
    signal: async ({ pid }: ProcessId) => { living.delete(pid); for (const one of next(pid)) living.add(one); return true }
  } as unknown as Host
  return { fake, living }
}

it('what was started by one just before it was ended is ended as well', async () => {
  const { fake, living } = host((pid) => (pid < 3 ? [pid + 1] : []))
  expect(await endLeftOvers(fake, 'web', state)).toBe(3)
  expect([...living]).toEqual([])
})

it('a service is not called stopped while something of it lives that no signal ends', async () => {
  const { fake } = host((pid) => [pid])
  expect(await codeOf(endLeftOvers(fake, 'web', state, 50))).toBe('service-not-stopped')
})
