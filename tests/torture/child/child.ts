/**
 * The program that drives runs and is killed: a task as JSON on each line of its input. It prints a line for each event whose commit was
 * acknowledged, written before the engine goes on, and at the end of each task what came of it.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { disarm, watch } from './points'
import type { Line, Task } from './tasks'

// Before the engine is loaded, which takes Node's functions as it finds them.
await watch()
const { perform } = await import('./tasks')

/** Written before it goes on; a pipe that is full takes a moment. */
function say(line: Line): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
  for (let offset = 0; offset < bytes.length; ) offset += written(bytes, offset)
}
function written(bytes: Uint8Array, offset: number): number {
  try {
    return writeSync(1, bytes, offset)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0
    throw error
  }
}

async function work(task: Task): Promise<void> {
  try {
    const end = await perform(task, say).finally(disarm)
    say({ end })
  } catch (error) {
    const { problem, stack } = error as { problem?: { code: string; message: string }; stack?: string }
    say({ failed: problem ?? { code: 'thrown', message: stack ?? String(error) } })
  }
}

say({ up: true })
for await (const line of createInterface({ input: process.stdin })) await work(JSON.parse(line) as Task)
process.exit(0)
