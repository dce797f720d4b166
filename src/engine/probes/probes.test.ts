import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Probe } from '../../domain/definition'
import type { ServiceFact } from '../../domain/facts'
import { freePort } from '../testing/free-port'
import { atEnd } from '../testing/at-end'
import { askProbe, askWhoever, awaitProbes, verifyService } from './index'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const probe = (http: string, more: Partial<Probe> = {}): Probe => ({ http, method: 'GET', status: 200, json: null, text: null, within: 2000, consecutive: 1, interval: 20, ...more })
const soon = { timeout: 2000 }

describe('a probe', () => {
  it('expects its status and says what came instead', async () => {
    const at = await serve((request, response) => response.writeHead(request.url === '/health' ? 200 : 500).end('x'))
    expect(await askProbe(probe(`${at}/health`), 'v1', soon)).toMatchObject({ ask: `GET ${at}/health`, kind: 'health', ok: true, message: '200', version: null })
    expect(await askProbe(probe(`${at}/other`), 'v1', soon)).toMatchObject({ ok: false, message: 'answers 500, expected 200' })
    expect((await askProbe(probe(`${at}/health`), 'v1', soon)).took).toBeGreaterThan(0)
  })

  it('tells whether anybody is there, whatever they answer, but for a gateway that has nobody behind it', async () => {
    const at = await serve((request, response) => {
      if (request.url === '/hangs') return
      if (request.url === '/breaks') response.socket?.destroy()
      else response.writeHead(Number(request.url?.slice(1))).end()
    })
    const there = async (url: string, status = 200) => (await askWhoever(probe(url, { status }), null, { timeout: 300 })).there
    expect(await Promise.all(['200', '404', '500', '503', 'hangs', 'breaks'].map((path) => there(`${at}/${path}`)))).toEqual(Array(6).fill(true))
    expect(await Promise.all([there(`${at}/502`), there(`${at}/504`), there(`http://127.0.0.1:${await freePort()}/`), there('no address')])).toEqual(Array(4).fill(false))
    expect(await there(`${at}/502`, 502)).toBe(true)
  })

  it('follows no redirect', async () => {
    let followed = 0
    const other = await serve((_, response) => {
      followed += 1
      response.end('ok')
    })
    const at = await serve((_, response) => response.writeHead(302, { location: other }).end())
    expect(await askProbe(probe(at), null, soon)).toMatchObject({ ok: false, message: 'answers 302, expected 200' })
    expect(followed).toBe(0)
  })

  it('compares JSON values whole, along their path', async () => {
    const at = await serve((_, response) => response.end(JSON.stringify({ version: 'v1.1.0-rc1', build: { version: 'v1.1.0' }, 'a.b': 7 })))
    const ask = (json: Record<string, string>, version: string | null = 'v1.1.0') => askProbe(probe(at, { json }), version, soon)
    expect(await ask({ 'build.version': '${version}' })).toMatchObject({ kind: 'version', ok: true, version: 'v1.1.0' })
    expect(await ask({ version: '${version}' })).toMatchObject({ ok: false, version: 'v1.1.0-rc1', message: 'has "v1.1.0-rc1" at version, expected "v1.1.0"' })
    expect(await ask({ 'a.b': '7' })).toMatchObject({ kind: 'health', ok: true, version: null })
    expect(await ask({ 'build.none': 'x' })).toMatchObject({ ok: false, message: 'has no value at build.none' })
    expect(await ask({ __proto__: 'x', constructor: 'x' })).toMatchObject({ ok: false })
    expect(await ask({ version: '${version}' }, null)).toMatchObject({ ok: true, version: 'v1.1.0-rc1' })
  })

  it('finds text only as a whole token', async () => {
    const at = await serve((request, response) => response.end(decodeURIComponent(request.url!.slice(1))))
    const ask = async (body: string, text: string, version: string | null = 'v1.1.0') => askProbe(probe(`${at}/${encodeURIComponent(body)}`, { text }), version, soon)
    expect((await ask('shop v1.1.0.', '${version}')).ok).toBe(true)
    expect(await ask('shop v1.1.0-rc1', '${version}')).toMatchObject({ ok: false, version: 'v1.1.0-rc1' })
    expect((await ask('shop v1.1.01', '${version}')).ok).toBe(false)
    expect((await ask('shop xv1.1.0', '${version}')).ok).toBe(false)
    expect((await ask('release=v1.1.0;', 'release=${version}')).ok).toBe(true)
    expect(await ask('shop v2.0.0 ready', 'shop ${version}')).toMatchObject({ ok: false, version: 'v2.0.0', message: 'holds "v2.0.0", expected "shop v1.1.0"' })
    expect(await ask('shop v2.0.0 ready', 'shop ${version}', null)).toMatchObject({ ok: true, version: 'v2.0.0' })
    expect((await ask('a.c', 'a.c')).ok).toBe(true)
    expect((await ask('abc', 'a.c')).ok).toBe(false)
  })

  it('reads no more than 64 KB', async () => {
    let sent = 0
    const at = await serve((_, response) => {
      const more = (): void => {
        while (sent < 50_000_000 && !response.destroyed) {
          sent += 65_536
          if (!response.write('x'.repeat(65_536))) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    expect(await askProbe(probe(at, { json: { version: 'x' } }), null, soon)).toMatchObject({ ok: false, message: 'answers more than 64 KB' })
    expect(sent).toBeLessThan(50_000_000)
  })

  it('says why there is no answer', async () => {
    const at = await serve(() => undefined)
    expect(await askProbe(probe(at), null, { timeout: 100 })).toMatchObject({ ok: false, message: 'gave no answer within 0.1 s', took: null })
    expect(await askProbe(probe(at), null, { timeout: 100, abort: AbortSignal.abort() })).toMatchObject({ message: 'was not waited for: cancelled' })
    expect(await askProbe(probe(`http://127.0.0.1:${await freePort()}/`), null, soon)).toMatchObject({ message: 'refuses the connection' })
    expect(await askProbe(probe('file:///etc/passwd'), null, soon)).toMatchObject({ message: 'is not an address that can be asked' })
  })
})

describe('awaitProbes', () => {
  it('waits until the answers are good as often in a row as they must', async () => {
    let asked = 0
    const at = await serve((_, response) => response.writeHead([500, 200, 500, 200, 200, 200][asked++] ?? 200).end())
    const lines: string[] = []
    const [result] = await awaitProbes([probe(at, { consecutive: 3 })], null, { onLine: (line) => lines.push(line) })
    expect(result?.ok).toBe(true)
    expect(asked).toBe(6)
    expect(lines).toEqual(['answers 500, expected 200', 'answers 200', 'answers 500, expected 200', 'answers 200'].map((text) => `GET ${at} ${text}`))
  })

  it('gives up when its time is over, or when it is cancelled', async () => {
    const at = await serve((_, response) => response.writeHead(503).end())
    const began = performance.now()
    expect((await awaitProbes([probe(at, { within: 300 })], null))[0]).toMatchObject({ ok: false, message: 'answers 503, expected 200' })
    expect(performance.now() - began).toBeLessThan(1500)
    const abort = new AbortController()
    const waiting = awaitProbes([probe(at, { within: 60_000, interval: 30_000 })], null, { abort: abort.signal, onLine: () => abort.abort() })
    expect((await waiting)[0]?.ok).toBe(false)
  })
})

describe('verifyService', () => {
  const fact = (state: 'running' | 'stopped' | 'gone', release: string | null = null): ServiceFact => ({
    known: true, is: { kind: 'service', state, installed: null, runs: { release, command: '', config: {}, data: {} } },
    seen: { runtime: 'process', host: 'local', display: state === 'gone' ? 'failing' : state, detail: 'd', pid: 7, since: null, version: null, proof: 'not-proven', probes: [] }
  })
  const find = async (one: ServiceFact, probes: readonly Probe[]) => (await verifyService(one, { service: 'web', version: 'v1', probes })).map(({ kind, ok, proven }) => [kind, ok, proven])

  it('tells proven, seen and not proven apart, and another version is a failure', async () => {
    const at = await serve((request, response) => response.writeHead(request.url === '/health' ? 500 : 200).end(JSON.stringify({ version: request.url!.slice(1) })))
    const version = (value: string): Probe => probe(`${at}/${value}`, { json: { version: '${version}' } })
    expect(await find(fact('running'), [version('v1'), probe(`${at}/health`)])).toEqual([['process', true, undefined], ['version', true, 'proven'], ['health', false, undefined]])
    expect(await find(fact('running'), [version('v2')])).toEqual([['process', true, undefined], ['version', false, 'proven']])
    expect(await find(fact('running', `commit:${'a'.repeat(40)}`), [])).toEqual([['process', true, undefined], ['version', true, 'seen']])
    expect(await find(fact('running'), [])).toEqual([['process', true, undefined], ['version', true, 'not-proven']])
    expect(await find(fact('running', 'x'), [version('v1'), probe(`http://127.0.0.1:${await freePort()}`, { text: '${version}' })])).toEqual([['process', true, undefined], ['version', true, 'not-proven']])
    expect(await find(fact('gone'), [version('v1')])).toEqual([['process', false, undefined]])
    expect(await find({ known: false, reason: 'no' }, [])).toEqual([['process', false, undefined]])
  })
})
