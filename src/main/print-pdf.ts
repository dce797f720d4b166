/** Prints one HTML document as PDF: in a window that nobody sees, sandboxed, without scripts, and with no way out. */
import { randomBytes } from 'node:crypto'
import { BrowserWindow, session, type Session } from 'electron'
import { fail } from '../domain/problem'

const ADDRESS = 'print://document/'
const WITHIN = 120_000
const FOOTER = '<div style="font:8px sans-serif;width:100%;text-align:center;color:#4a5659"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/** The pages as a PDF file's content. Throws `not-printed`. */
export async function printPdf(html: string): Promise<Buffer> {
  const own = closedSession(html)
  // Painted off screen: the same works without any display.
  const window = new BrowserWindow({
    show: false, webPreferences: { session: own, offscreen: true, sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false, webviewTag: false, spellcheck: false }
  })
  try {
    return await inTime(printed(window))
  } catch (error) {
    throw fail('not-printed', `The document could not be printed: ${error instanceof Error ? error.message : String(error)}. Nothing was written.`, 'Export it as HTML and print that from a browser.')
  } finally {
    window.destroy()
  }
}

async function printed(window: BrowserWindow): Promise<Buffer> {
  await window.loadURL(ADDRESS)
  return window.webContents.printToPDF({
    printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true, generateDocumentOutline: true, displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: FOOTER
  })
}

/** A session in memory that serves this document and nothing else. */
function closedSession(html: string): Session {
  const own = session.fromPartition(`print-${randomBytes(8).toString('hex')}`)
  own.protocol.registerBufferProtocol('print', ({ url }, respond) => {
    respond(url === ADDRESS ? { data: Buffer.from(html), mimeType: 'text/html', charset: 'utf-8' } : { statusCode: 404, data: Buffer.alloc(0) })
  })
  own.webRequest.onBeforeRequest(({ url }, allow) => allow({ cancel: url !== ADDRESS }))
  own.setPermissionRequestHandler((_contents, _permission, done) => done(false))
  own.setPermissionCheckHandler(() => false)
  own.on('will-download', (event) => event.preventDefault())
  return own
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), WITHIN)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
