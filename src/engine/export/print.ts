/** Prints HTML as PDF with an Electron that is at hand, for programs that have none around them. */
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail } from '../../domain/problem'
import type { Files } from '../files/files'
import { inTemporaryFolder } from '../files/temporary'
import type { Host } from '../hosts/host'

const WITHIN = 180_000
/** Names the Electron to print with, where the installed one cannot be used. */
export const ELECTRON_VARIABLE = 'BACKSTEP_ELECTRON_PATH'
/** Beside the built engine, whichever of its files this ends up in. */
const SCRIPT = fileURLToPath(new URL('../main/print.js', import.meta.url))

export async function printPdf(html: string, host: Host, files: Files, env: NodeJS.ProcessEnv): Promise<Buffer> {
  const electron = electronPath(env)
  return inTemporaryFolder('print', async ({ path, keep }) => {
    const page = await keep('page.html', html)
    const pdf = join(path, 'page.pdf')
    const ran = await host.run([electron, ...switches(), SCRIPT, page, pdf, join(path, 'data')], { cwd: path, timeout: WITHIN })
    const content = ran.exitCode === 0 ? await files.read(pdf) : null
    if (content?.subarray(0, 5).toString('latin1') === '%PDF-') return content
    throw fail('not-printed', `${basename(electron)} could not print the document (${ran.signal ?? `exit ${ran.exitCode}`}): ${lastWord(ran.stderr)}. Nothing was written.`, `Export it as HTML and print that from a browser, or name another Electron in ${ELECTRON_VARIABLE}.`)
  })
}

/** Chromium refuses to run as root within its sandbox; the page has no script and no network. */
const switches = (): readonly string[] => ['--ozone-platform=headless', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

const lastWord = (text: string): string => text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\[\d+:/.test(line)).at(-1)?.trim().replace(/\.$/, '') ?? 'it did not say why'

/** That which the environment names, the one around us, or the installed one. */
function electronPath(env: NodeJS.ProcessEnv): string {
  const named = env[ELECTRON_VARIABLE]
  if (named !== undefined && named !== '') return named
  if (process.versions.electron !== undefined) return process.execPath
  try {
    const installed: unknown = createRequire(import.meta.url)('electron')
    if (typeof installed === 'string') return installed
  } catch {
    // Installed without its program.
  }
  throw fail('electron-missing', 'A PDF is printed by Electron, which is not installed here. Nothing was written.', `Export it as HTML and print that from a browser, run \`npm run ensure\`, or name an Electron in ${ELECTRON_VARIABLE}.`)
}
