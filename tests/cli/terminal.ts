/** The command line in this process, with somebody at its terminal. */
import { PassThrough } from 'node:stream'
import type { Terminal } from '../../src/cli/terminal'

export type Typed = string | (() => string)

/** Standard input as a terminal would be: each answer comes with its question; then it is at its end, where it is to be. */
export function terminal(cwd: string, answers: readonly (readonly [RegExp, Typed])[], ends: boolean): { terminal: Terminal; said: () => string; answered: () => string } {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stderr = Object.assign(new PassThrough(), { columns: 100 })
  const stdout = new PassThrough()
  const left = [...answers]
  let [all, unanswered, printed] = ['', '', '']
  stdout.on('data', (chunk: Buffer) => { printed += chunk.toString() })
  stderr.on('data', (chunk: Buffer) => {
    all += chunk.toString()
    unanswered += chunk.toString()
    const [next] = left
    if (!next?.[0].test(unanswered)) return
    left.shift()
    unanswered = ''
    stdin.write(typeof next[1] === 'string' ? next[1] : next[1]())
    if (ends && left.length === 0) stdin.end()
  })
  return { terminal: { stdin, stderr, stdout, env: {}, cwd }, said: () => all, answered: () => printed }
}
