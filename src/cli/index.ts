/** `backstep`: the engine in a terminal. */
import { createSecrets } from '../engine/hosts/secrets'
import { uncaughtText } from '../engine/masked-problems'
import { endWithTerminal, surviveOutputs } from './outputs'
import { main } from './program'

const secrets = createSecrets(process.env)

process.on('uncaughtException', (error) => {
  process.stderr.write(uncaughtText('uncaught', error, secrets.mask))
  process.exit(1)
})

surviveOutputs(process)
endWithTerminal()

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout, stderr: process.stderr, stdin: process.stdin, env: process.env, cwd: process.cwd(), secrets
})
