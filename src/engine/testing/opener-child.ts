// Opens a project's folder as a user who is not root, and says the problem: <folder>
import { openProjectFolder } from '../paths'

const [, , folder = ''] = process.argv
process.setgid?.(65534)
process.setuid?.(65534)
await openProjectFolder(folder).catch((error: { readonly problem: unknown }) => process.stdout.write(JSON.stringify(error.problem)))
