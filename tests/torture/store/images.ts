/** The bytes of a store and its log, as they lie on the disk when a commit was acknowledged. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { program } from '../programs'

export interface Image { readonly db: Buffer; readonly wal: Buffer }

/** Read by us, who never have it open, while the writer waits. */
const imageOf = (file: string): Image => ({ db: readFileSync(file), wal: existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0) })

/** Pairs of images that follow one another, without end: what was acknowledged, and what came next. */
export async function* images(file: string, seed: string): AsyncGenerator<{ readonly before: Image; readonly after: Image; readonly number: number }> {
  const child = spawn(process.execPath, [await program('writer'), file, seed], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  try {
    await lines.next()
    let before = imageOf(file)
    for (let number = 1; ; number++) {
      child.stdin.write('next\n')
      const { value, done } = await lines.next()
      if (done || Number(value) !== number) throw new Error(`The writer answered ${String(value)} instead of ${number}.`)
      const after = imageOf(file)
      yield { before, after, number }
      before = after
    }
  } finally {
    await ended(child)
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  if (child.exitCode === null) await gone
}
