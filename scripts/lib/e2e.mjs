import { hasDisplay, run, tool } from './project.mjs'

/** Playwright on the built app, on a virtual display where there is none. */
export function runPlaywright(args, env = {}) {
  const command = [process.execPath, tool('playwright'), 'test', ...args]
  const display = hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24']
  const [program, ...rest] = [...display, ...command]
  return run(program, rest, { env })
}
