// Takes a project of the contract test to its second state, and says before each step which it is. It is killed meanwhile.
import { kinds, performAll } from './subjects'

const [, , name = '', project = ''] = process.argv
const subject = await kinds.find((kind) => kind.name === name)?.open(project)
if (!subject) throw new Error(`no adapter ${name}`)
await performAll(subject, await subject.plan(subject.two), (id) => process.stdout.write(`${id}\n`))
await subject.context.store.close()
