// The same service as service.pl, for a machine without perl.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'

const { CONFIG = '', NAME, PORT, HOST = '127.0.0.1', HELPER } = process.env
const whole = (file) => (fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0))
const word = (file) => whole(file).toString().trim()
const version = word('VERSION')
const fault = word('FAULT')
const config = whole(CONFIG)
if (fault === 'exits' || fault === `exits ${NAME}`) {
  console.error('cannot start: the coupon table is missing')
  process.exit(3)
}
if (fault === 'exits-once' && NAME === 'api' && !fs.existsSync('EXITED')) {
  fs.writeFileSync('EXITED', '')
  console.error('cannot start: the cache is not warm yet')
  setTimeout(() => process.exit(3), 500)
  await new Promise(() => undefined)
}
const answers = {
  '/version': JSON.stringify({ version: fault.startsWith('lies') ? 'v9.9.9' : version }),
  '/config': config.toString() || '{}',
  '/inputs': JSON.stringify({ name: NAME, version, config: config.toString('hex'), pid: process.pid })
}

const server = http.createServer((request, response) => {
  const unhealthy = request.url === '/health' && (fault === 'unhealthy' || fs.existsSync(`${CONFIG}.unhealthy`))
  response.statusCode = unhealthy ? 500 : 200
  response.setHeader('content-type', 'application/json')
  response.end(answers[request.url] ?? JSON.stringify({ ok: !unhealthy }))
})
server.on('error', (error) => {
  console.error(String(error))
  process.exit(4)
})
server.listen(Number(PORT), HOST, () => console.log(`${NAME} ${version} listens on ${PORT}`))
if (HELPER) {
  spawn(process.execPath, ['-e', `const parent = process.ppid; setInterval(() => process.ppid === parent || process.exit(), 500)`], { stdio: 'ignore' })
  process.on('SIGTERM', () => setTimeout(() => process.exit(0), 40))
}
if (fault.endsWith('ignores-stop')) process.on('SIGTERM', () => console.log('not now'))
