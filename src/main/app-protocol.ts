/** The window is served from app://ui, a secure origin of its own, under a policy that allows nothing from elsewhere. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol, type ProtocolResponse } from 'electron'

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

const HTML = 'text/html'
const TYPES: Readonly<Record<string, string>> = {
  '.html': HTML,
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json'
}
const HEADERS = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' }
const NOT_FOUND: ProtocolResponse = { statusCode: 404, mimeType: 'text/plain', data: Buffer.from('not found'), headers: HEADERS }

/** Has to be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/**
 * Serves the built window out of `folder`, and nothing beside it. The newer `protocol.handle` is not used: it loads Node's fetch
 * in main, 40 ms of every start before anything is painted.
 */
export function serveWindow(folder: string): void {
  protocol.registerBufferProtocol('app', ({ url, method }, respond) => {
    const file = method === 'GET' ? fileOf(url, folder) : null
    void answer(file).then(respond)
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

async function answer(file: string | null): Promise<ProtocolResponse> {
  const type = file === null ? undefined : TYPES[path.extname(file)]
  if (file === null || type === undefined) return NOT_FOUND
  try {
    const data = await readFile(file)
    return { data: type === HTML ? withNonce(data) : data, mimeType: type, charset: 'utf-8', headers: HEADERS }
  } catch {
    return NOT_FOUND
  }
}

const withNonce = (page: Buffer): Buffer => Buffer.from(page.toString('utf8').replaceAll(PLACEHOLDER, NONCE))
