/** Exports from the window: made by the engine, printed here if wanted, and written where the person says. */
import path from 'node:path'
import { app, dialog, shell, type BrowserWindow } from 'electron'
import { BackstepError, fail } from '../domain/problem'
import type { ExportFormat } from '../domain/views'
import type { Input } from '../ipc/contract'
import type { EngineProcess } from './engine-process'
import type { StateFile } from './app-state'

export interface Exports {
  /** Null when the dialog was cancelled. */
  save(input: Input<'app:export'>): Promise<string | null>
  /** Shows a file that was exported, in its folder; no other. */
  show(file: string): void
}

const KINDS: Readonly<Record<ExportFormat, { readonly name: string; readonly extensions: string[] }>> = {
  csv: { name: 'Table (CSV)', extensions: ['csv'] }, json: { name: 'JSON', extensions: ['json'] }, html: { name: 'Web page (HTML)', extensions: ['html'] },
  pdf: { name: 'PDF', extensions: ['pdf'] }, markdown: { name: 'Markdown', extensions: ['md'] }
}

export function createExports(engine: Pick<EngineProcess, 'call'>, window: () => BrowserWindow | null, state: Pick<StateFile, 'get' | 'update'>): Exports {
  const written = new Set<string>()
  return {
    async save(input) {
      const made = await engine.call('export:make', input)
      if (!made.ok) throw new BackstepError(made.problem)
      const { name, content } = made.value
      const file = await ask(window(), path.join(state.get().exportFolder ?? app.getPath('documents'), name), input.format)
      if (file === null) return null
      await write(file, input.format === 'pdf' ? await print(content) : content)
      written.add(file)
      state.update({ exportFolder: path.dirname(file) })
      return file
    },
    show(file) {
      if (!written.has(file)) throw fail('file-refused', 'Only files that were exported from here are shown.', 'Export it again.')
      shell.showItemInFolder(file)
    }
  }
}

/** The dialog of the system asks before it replaces a file. */
async function ask(window: BrowserWindow | null, defaultPath: string, format: ExportFormat): Promise<string | null> {
  const options = { title: 'Export', buttonLabel: 'Export', defaultPath, filters: [KINDS[format]], properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const] }
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? null : filePath
}

// Loaded when something is exported: nothing of it is needed to show the window.
const print = async (html: string): Promise<Buffer> => (await import('./print-pdf')).printPdf(html)
async function write(file: string, content: string | Uint8Array): Promise<void> {
  const { createFiles } = await import('../engine/files/local-files')
  await createFiles().write(file, content, { mode: 0o644 })
}
