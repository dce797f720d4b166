/** The command line's printer: `electron print.js HTML PDF`. Reads one file, prints it, writes the other, and ends. Needs no display. */
import { readFile, writeFile } from 'node:fs/promises'
import { app } from 'electron'
import { problemOf } from '../domain/problem'
import { printPdf } from './print-pdf'

const [html = '', pdf = '', data = ''] = process.argv.slice(-3)

app.disableHardwareAcceleration()
// Beside a window that is open, and leaving nothing of its own behind.
app.setPath('userData', data)
app.on('window-all-closed', () => undefined)
void app.whenReady().then(print).then(() => app.exit(0), (error: unknown) => {
  process.stderr.write(`${problemOf(error).message}\n`)
  app.exit(1)
})

async function print(): Promise<void> {
  await writeFile(pdf, await printPdf(await readFile(html, 'utf8')), { mode: 0o600 })
}
