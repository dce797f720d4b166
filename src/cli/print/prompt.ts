/** Questions, only where a person can answer them. They are asked on standard error. */
import { createInterface } from 'node:readline/promises'
import type { Terminal } from '../terminal'

export const canAsk = ({ stdin }: Terminal): boolean => stdin.isTTY === true

/** Null when the input ended, also before the question, and for Ctrl-C. */
export async function ask({ stdin, stderr }: Terminal, question: string): Promise<string | null> {
  // A stream that has ended says so only once: whoever listens later waits for ever.
  if (hasEnded(stdin)) return null
  const lines = createInterface({ input: stdin, output: stderr as NodeJS.WritableStream, terminal: true })
  const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)))
  lines.once('SIGINT', () => lines.close())
  try {
    return await Promise.race([lines.question(`${question} `), ended])
  } catch {
    return null
  } finally {
    lines.close()
  }
}
export const yes = (text: string | null): boolean => /^y(es)?$/i.test((text ?? '').trim())

const hasEnded = (stdin: Terminal['stdin']): boolean => {
  const { readableEnded, destroyed } = stdin as { readonly readableEnded?: boolean; readonly destroyed?: boolean }
  return readableEnded === true || destroyed === true
}
