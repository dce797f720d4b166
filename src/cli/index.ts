/** `backstep`: the engine in a terminal. */
import { createSecrets } from '../engine/hosts/secrets'
import { uncaughtText } from '../engine/masked-problems'
import { main } from './program'

const secrets = createSecrets(process.env)

process.on('uncaughtException', (error) => {
  process.stderr.write(uncaughtText('uncaught', error, secrets.mask))
  process.exit(1)
})

// A reader that has seen enough (`| head`) closes the pipe; the work goes on, nobody reads it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout, stderr: process.stderr, stdin: process.stdin, env: process.env, cwd: process.cwd(), secrets
})
