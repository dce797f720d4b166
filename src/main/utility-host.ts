import path from 'node:path'
import { utilityProcess } from 'electron'
import type { HostProcess } from './engine-process'
import type { Log } from './log'
import type { FromHost } from './wire'

export const ENGINE_NAME = 'Backstep engine'

/**
 * The engine in a utility process: what it starts inherits none of the window's open files, and its work never holds up a key press.
 * It gets the user's whole environment, PATH above all; what it hands to the programs it runs, it chooses itself.
 */
export function forkHost(log: Log): HostProcess {
  const child = utilityProcess.fork(path.join(import.meta.dirname, 'host.js'), [], {
    serviceName: ENGINE_NAME,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env }
  })
  child.once('spawn', () => log.info('Engine started', { engine: child.pid }))
  child.once('exit', (code) => log.warn('Engine ended', { code }))
  child.stdout?.on('data', (chunk: Buffer) => log.info('Engine says', { text: chunk.toString('utf8') }))
  child.stderr?.on('data', (chunk: Buffer) => log.error('Engine says', { text: chunk.toString('utf8') }))
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message: FromHost) => listener(message)),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill()
  }
}
