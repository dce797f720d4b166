import fs from 'node:fs'
import path from 'node:path'
import { hasDisplay, root, run, tool, virtualDisplay } from './project.mjs'

const SHOWN = 90

/** Playwright on the built app, on a virtual display where there is none. What a failed story's window showed is printed: elsewhere the run may leave nothing else. */
export async function runPlaywright(args, env = {}) {
  const command = [process.execPath, tool('playwright'), 'test', ...args]
  const display = hasDisplay() ? [] : virtualDisplay
  const [program, ...rest] = [...display, ...command]
  const code = await run(program, rest, { env })
  if (code !== 0) for (const context of contexts()) console.log(shown(context))
  return code
}

function contexts() {
  const results = path.join(root, 'test-results')
  if (!fs.existsSync(results)) return []
  return fs.readdirSync(results, { recursive: true }).filter((name) => path.basename(name) === 'error-context.md').map((name) => path.join(results, name))
}

/** The last block of the file is the tree of the page; its bars are the same on every screen. */
function shown(context) {
  const [, ...blocks] = fs.readFileSync(context, 'utf8').split('```yaml')
  const tree = (blocks.at(-1) ?? 'nothing that could be read').split('```')[0].trim().split('\n')
  const screen = tree.slice(Math.max(0, tree.indexOf('- main:')))
  return [`── the window at the end of ${path.basename(path.dirname(context))}`, ...screen.slice(0, SHOWN)].join('\n')
}
