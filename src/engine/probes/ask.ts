/** Asks one probe once, from outside: no redirect is followed, no connection kept, no answer read without end. */
import http from 'node:http'
import https from 'node:https'
import { provesVersion, type Probe } from '../../domain/definition'
import type { ProbeResult } from '../../domain/facts'
import { judge, type Answer } from './judge'

export interface AskOptions {
  /** Milliseconds. */
  readonly timeout: number
  readonly abort?: AbortSignal
  readonly now?: () => Date
  /** What the service answers is quoted: secrets in it are masked. */
  readonly mask?: (text: string) => string
}
const MOST = 64 * 1024

/** `version` is the one that should serve; null = any: then a version probe tells which it is. */
export const askProbe = async (probe: Probe, version: string | null, options: AskOptions): Promise<ProbeResult> => (await askWhoever(probe, version, options)).result

/** `there`: somebody took the connection, whatever came of it; a gateway that says that nobody is behind it is nobody. */
export interface Whoever { readonly result: ProbeResult; readonly there: boolean }

/** Asks it where nobody is expected. */
export async function askWhoever(probe: Probe, version: string | null, options: AskOptions): Promise<Whoever> {
  const now = options.now ?? (() => new Date())
  const began = performance.now()
  const { answer, connected } = await ask(probe, options)
  const took = 'error' in answer ? null : Math.round((performance.now() - began) * 10) / 10
  const judged = 'error' in answer ? { ok: false, message: answer.error, version: null } : judge(probe, version, answer)
  const mask = options.mask ?? ((text) => text)
  const result: ProbeResult = { ask: mask(`${probe.method} ${probe.http}`), kind: provesVersion(probe) ? 'version' : 'health', ok: judged.ok, message: mask(judged.message), version: judged.version === null ? null : mask(judged.version), took, at: now().toISOString() }
  return { result, there: connected && (judged.ok || !('status' in answer && NOBODY.includes(answer.status))) }
}

/** What a gateway answers when nothing behind it does. */
const NOBODY = [502, 504]

interface Asked { readonly answer: Answer | { readonly error: string }; readonly connected: boolean }

/** Never throws: what went wrong is a sentence. */
function ask(probe: Probe, { timeout, abort }: AskOptions): Promise<Asked> {
  const url = urlOf(probe.http)
  if (!url) return Promise.resolve({ answer: { error: 'is not an address that can be asked' }, connected: false })
  return new Promise((resolve) => {
    const signal = abort ? AbortSignal.any([abort, AbortSignal.timeout(timeout)]) : AbortSignal.timeout(timeout)
    let connected = false
    const failed = (error: unknown): void => resolve({ answer: { error: reasonOf(error, timeout, abort) }, connected })
    const send = url.protocol === 'https:' ? https.request : http.request
    send(url, { method: probe.method, agent: false, headers: { connection: 'close', accept: '*/*' }, signal }, (response) => {
      read(response).then((body) => resolve({ answer: { status: response.statusCode ?? 0, ...body }, connected }), failed)
    }).on('socket', (socket) => socket.once('connect', () => { connected = true })).on('error', failed).end()
  })
}

function urlOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
}

async function read(response: http.IncomingMessage): Promise<{ body: string; cut: boolean }> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    parts.push(chunk as Buffer)
    bytes += (chunk as Buffer).length
    if (bytes > MOST) break
  }
  response.destroy()
  return { body: Buffer.concat(parts).subarray(0, MOST).toString('utf8'), cut: bytes > MOST }
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'broke off the connection',
  EPIPE: 'broke off the connection',
  ENOTFOUND: 'has a host name that is not known',
  EAI_AGAIN: 'has a host name that cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached'
}

function reasonOf(error: unknown, timeout: number, abort?: AbortSignal): string {
  if (abort?.aborted) return 'was not waited for: cancelled'
  const { code, name, message } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError') return `gave no answer within ${timeout / 1000} s`
  return SENTENCES[code ?? ''] ?? `could not be asked: ${message}`
}
