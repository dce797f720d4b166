import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { same } from './process-table'
import { freePort } from '../testing/free-port'
import { parseListeners, parsePs } from './process-table-darwin'
import { linuxProcesses, listeningSockets, parseStat } from './process-table-linux'

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

const socket = (address: string, port: number, state: string, inode: number): string =>
  `   0: ${address}:${port.toString(16).toUpperCase()} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`

it('reads who listens on a port of this machine, and not who is connected to one or listens elsewhere', () => {
  const table = ['  sl  local_address rem_address   st', socket('0100007F', 4100, '0A', 1), socket('00000000', 4100, '0A', 2), socket('0100007F', 4100, '01', 3), socket('0100007F', 4101, '0A', 4), socket('0501A8C0', 4100, '0A', 5), socket('0'.repeat(32), 4100, '0A', 6), '']
  expect(listeningSockets(table.join('\n'), 4100)).toEqual(['socket:[1]', 'socket:[2]', 'socket:[6]'])
  expect(listeningSockets('', 4100)).toEqual([])
})
it('reads what lsof of macOS prints of who listens', () => {
  expect(parseListeners('p812\nf21\nn127.0.0.1:4100\np700\nf21\nn*:4100\np9\nf3\nn192.168.1.5:4100\n')).toBe(700)
  expect(parseListeners('p812\nf21\nn[::1]:4100\n')).toBe(812)
  expect(parseListeners('')).toBeNull()
})
it.runIf(process.platform === 'linux')('finds the process that listens on a port', async () => {
  const port = await freePort()
  expect(await linuxProcesses.listenerOn(port)).toBeNull()
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  try {
    expect(await linuxProcesses.listenerOn(port)).toBe(process.pid)
  } finally {
    server.close()
  }
})
