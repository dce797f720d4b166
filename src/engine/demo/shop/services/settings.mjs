// What every service of the shop needs: its settings, and a small server that stops when it is told to.
import { existsSync, readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { VERSION } from './version.mjs'

export const environment = process.env.SHOP_ENV ?? 'dev'

// A service runs from a release folder inside the shop's folder: the settings are the nearest ones upwards.
export const home = upwards(import.meta.dirname)
function upwards(folder) {
  if (existsSync(path.join(folder, `.env.${environment}`))) return folder
  const parent = path.dirname(folder)
  if (parent === folder) throw new Error(`.env.${environment} is in none of the folders above ${import.meta.dirname}`)
  return upwards(parent)
}

export const config = JSON.parse(readFileSync(path.join(home, 'config', `${environment}.json`), 'utf8'))
export const secrets = Object.fromEntries(
  readFileSync(path.join(home, `.env.${environment}`), 'utf8')
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
)

/** Routes by 'METHOD /path'; each is given the JSON that was sent and answers [status, body]. */
export function serve(name, routes, end = () => {}) {
  const known = { 'GET /version': () => [200, { version: VERSION }], ...routes }
  const server = http.createServer(async (request, response) => {
    const route = known[`${request.method} ${new URL(request.url, 'http://shop').pathname}`]
    const [status, body] = await answer(route, request)
    const html = typeof body === 'string'
    response.writeHead(status, { 'content-type': html ? 'text/html; charset=utf-8' : 'application/json' })
    response.end(html ? body : JSON.stringify(body))
  })
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`${name} ${VERSION} listens on ${process.env.PORT}`))
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      console.log(`${name} stops`)
      server.close(() => {
        end()
        process.exit(0)
      })
      server.closeIdleConnections()
    })
  }
}

async function answer(route, request) {
  try {
    return route ? await route(await sent(request)) : [404, { error: 'not found' }]
  } catch (error) {
    console.error(`${request.method} ${request.url} failed:`, error)
    return [500, { error: error.message }]
  }
}

async function sent(request) {
  let text = ''
  for await (const part of request) text += part
  return text === '' ? {} : JSON.parse(text)
}
