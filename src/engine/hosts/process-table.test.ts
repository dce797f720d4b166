import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { same } from './process-table'
import { parsePs } from './process-table-darwin'
import { linuxProcesses, parseStat } from './process-table-linux'

const stat = (name: string, state: string): string => `42 (${name}) ${state} 1 41 41 0 -1 4194304 ${Array.from({ length: 12 }, (_, n) => n).join(' ')} 987654 rest`

it('reads the start time behind a name with spaces and brackets', () => {
  for (const name of ['node', 'a b', 'x) R 1 2 (y', ')'])
    expect(parseStat(42, stat(name, 'S'), 'boot')).toEqual({ id: { pid: 42, startTime: '987654', bootId: 'boot' }, group: 41, zombie: false })
  expect(parseStat(42, stat('node', 'Z'), 'boot')?.zombie).toBe(true)
  expect(parseStat(42, '', 'boot')).toBeNull()
})
it('reads what ps of macOS prints', () => {
  expect(parsePs(42, 'Ss     41 Sat Nov 22 10:00:00 2026    \n', 'boot')).toEqual({ id: { pid: 42, startTime: 'Sat Nov 22 10:00:00 2026', bootId: 'boot' }, group: 41, zombie: false })
  expect(parsePs(42, 'Z+     41 Sat Nov 22 10:00:00 2026\n', 'boot')?.zombie).toBe(true)
  expect(parsePs(42, '', 'boot')).toBeNull()
})
it.runIf(process.platform === 'linux')('counts a zombie as gone', () => {
  // Not reaped while this function runs: Node learns of the end only in its next turn.
  const { pid = 0 } = spawn('true')
  const { id } = linuxProcesses.look(pid)!
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) continue
  expect([linuxProcesses.look(pid)?.id, linuxProcesses.look(pid)?.zombie, same(linuxProcesses, id)]).toEqual([id, true, null])
})
it('knows no process that there cannot be', () => expect([0, -1, 1.5, Number.NaN, 2 ** 31].map((pid) => linuxProcesses.look(pid))).toEqual([null, null, null, null, null]))
