/** The window is served from app://ui, a secure origin of its own, under a policy that allows nothing from elsewhere. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'

export const ORIGIN = 'app://ui'
export const START_PAGE = `${ORIGIN}/index.html`

// Style elements that the editor makes at run time carry this nonce; each start has a new one.
const NONCE = randomBytes(16).toString('base64')
const PLACEHOLDER = '__CSP_NONCE__'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${NONCE}'`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json'
}

/** Has to be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** Serves the built window out of `folder`, and nothing beside it. */
export function serveWindow(folder: string): void {
  protocol.handle('app', async ({ url, method }) => {
    const file = fileOf(url, folder)
    return file === null || method !== 'GET' ? notFound() : answer(file)
  })
}

/** The file below `folder` that an address means; null for what is not ours. */
export function fileOf(address: string, folder: string): string | null {
  try {
    const url = new URL(address)
    const file = path.join(folder, path.normalize(decodeURIComponent(url.pathname)))
    return url.host === 'ui' && file.startsWith(folder + path.sep) && !file.includes('\0') ? file : null
  } catch {
    return null
  }
}

async function answer(file: string): Promise<Response> {
  const type = TYPES[path.extname(file)]
  try {
    const body = await readFile(file)
    const content = path.extname(file) === '.html' ? body.toString('utf8').replaceAll(PLACEHOLDER, NONCE) : new Uint8Array(body)
    return type === undefined ? notFound() : new Response(content, { headers: headers(type) })
  } catch {
    return notFound()
  }
}

const headers = (type: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff'
})

const notFound = (): Response => new Response('not found', { status: 404, headers: headers('text/plain') })
