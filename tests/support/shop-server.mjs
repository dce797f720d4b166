// A small service for tests: answers /health and /version, reads its configuration, misbehaves as its release says.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')
const version = read('VERSION')
const fault = read('FAULT')
const config = JSON.parse(read(process.env.CONFIG) || '{}')
if (fault === 'exits') {
  console.error('cannot start: the coupon table is missing')
  process.exit(3)
}
if (fault === 'exits-once' && process.env.NAME === 'api' && !existsSync('EXITED')) {
  writeFileSync('EXITED', '')
  console.error('cannot start: the cache is not warm yet')
  setTimeout(() => process.exit(3), 500)
  await new Promise(() => undefined)
}
if (fault === 'ignores-stop') process.on('SIGTERM', () => console.log('not now'))
const server = createServer((request, response) => {
  const unhealthy = request.url === '/health' && (fault === 'unhealthy' || existsSync(`${process.env.CONFIG}.unhealthy`))
  response.statusCode = unhealthy ? 500 : 200
  response.setHeader('content-type', 'application/json')
  response.end(request.url === '/version' ? JSON.stringify({ version: fault === 'lies' ? 'v9.9.9' : version }) : request.url === '/config' ? JSON.stringify(config) : JSON.stringify({ ok: !unhealthy }))
})
server.on('error', (error) => { console.error(String(error)); process.exit(4) })
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`${process.env.NAME} ${version} listens on ${process.env.PORT}`))
