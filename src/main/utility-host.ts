import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { utilityProcess } from 'electron'
import { createLineMask } from '../domain/config'
import type { HostProcess } from './engine-process'
import type { Log } from './log'
import { HIDDEN } from './redact'
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
  eachLine(child.stdout, (text) => log.info('Engine says', { text }))
  eachLine(child.stderr, (text) => log.error('Engine says', { text }))
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message: FromHost) => listener(message)),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill()
  }
}

/** Whole lines in their order: of a secret that came in two pieces nothing would be recognised, nor of a key in many lines. */
function eachLine(stream: NodeJS.ReadableStream | null, say: (text: string) => void): void {
  const mask = createLineMask(HIDDEN)
  if (stream) createInterface({ input: stream as Readable }).on('line', (line) => say(mask(line)))
}
