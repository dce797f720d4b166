// npm run build: main, host, engine, command line, preload and window into out/.
import { build } from './lib/project.mjs'

process.exitCode = await build()
