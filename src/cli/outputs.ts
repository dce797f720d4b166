/** What becomes of a command whose outputs cannot be written any more: its work goes on, for half a rollback would be left otherwise. */
import { isatty } from 'node:tty'
import { EXIT } from './exit'

type Outputs = Pick<NodeJS.Process, 'stdout' | 'stderr'> & { exitCode?: NodeJS.Process['exitCode']; once(event: 'exit', listener: () => void): unknown }

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT']

/** A reader that has seen enough (`| head`) closes the pipe, which is no fault. An answer that a full disk cut off is said, and is no success. */
export function surviveOutputs(process: Outputs): void {
  process.stderr.on('error', () => undefined)
  let isCut = false
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isCut) return
    isCut = true
    const why = code !== undefined && FULL.includes(code) ? 'no space is left on its disk' : message
    process.stderr.write(`✗ Standard output could not be written: ${why}. What the command did stands.\n`)
    process.once('exit', () => { process.exitCode = process.exitCode || EXIT.failed })
  })
}

/**
 * Node gives back the terminals that it began with as it found them. Where one is gone by then it aborts, and its memory may be kept in a
 * file: it ends by the signal of a terminal that went away before that.
 */
export function endWithTerminal(): void {
  const terminals = [0, 1, 2].filter((stream) => isatty(stream))
  process.once('exit', () => {
    if (terminals.every((stream) => isatty(stream))) return
    process.removeAllListeners('SIGHUP')
    process.kill(process.pid, 'SIGHUP')
  })
}
