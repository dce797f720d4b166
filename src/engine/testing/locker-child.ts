// Takes the lock, says so, and holds it until it is ended; with rounds, takes it and lets go so often, and notes each in and out: <project> <environment> <rounds>
import { appendFileSync } from 'node:fs'
import { acquire } from '../lock/lock'

const [, , project = '', environment = '', rounds = ''] = process.argv
const note = (word: string): void => appendFileSync(`${project}/log`, `${word} ${process.pid}\n`)
for (let round = 0; round < Number(rounds); round++) {
  const held = await acquire(project, environment, { wait: 60_000 })
  note('in')
  await new Promise((resolve) => setImmediate(resolve))
  note('out')
  await held.release()
}
if (rounds === '0') {
  await acquire(project, environment)
  process.stdout.write('held')
  setInterval(() => undefined, 1000)
}
