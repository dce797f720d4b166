/** Questions, only where a person can answer them. They are asked on standard error. */
import { createInterface } from 'node:readline/promises'
import type { Terminal } from '../terminal'

export const canAsk = ({ stdin }: Terminal): boolean => stdin.isTTY === true

/** Null when the input ended. */
export async function ask({ stdin, stderr }: Terminal, question: string, signal?: AbortSignal): Promise<string | null> {
  const lines = createInterface({ input: stdin, output: stderr as NodeJS.WritableStream, terminal: true })
  const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)))
  // Ctrl-C at a question means no.
  lines.once('SIGINT', () => lines.close())
  try {
    return await Promise.race([lines.question(`${question} `, signal ? { signal } : {}), ended])
  } catch {
    return null
  } finally {
    lines.close()
  }
}
export const yes = (text: string | null): boolean => /^y(es)?$/i.test((text ?? '').trim())
