/** `backstep`: the engine in a terminal. */
import { EXIT } from './exit'
import { main } from './program'

// A reader that has seen enough (`| head`) closes the pipe; the work goes on, nobody reads it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const code = await main(process.argv.slice(2), {
  stdout: process.stdout, stderr: process.stderr, stdin: process.stdin, env: process.env, cwd: process.cwd()
})
process.exitCode = code
// A run is left waiting: nothing here holds on to it.
if (code === EXIT.waiting) process.exit()
