// Starts what is to outlive it, says its process, and ends: <folder> <log>
import { createLocalHost } from '../hosts/local'

const [, , cwd = '', logFile = ''] = process.argv
process.stdout.write(JSON.stringify(await createLocalHost().spawn(['sh', '-c', 'echo begun; exec sleep 60'], { cwd, env: {}, logFile })))
