// The same service as service.pl, for a machine without perl.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'

const { CONFIG, NAME, PORT, HOST, HELPER } = process.env
const version = fs.readFileSync('VERSION', 'utf8').trim()
const config = fs.existsSync(CONFIG) ? fs.readFileSync(CONFIG).toString('hex') : ''
const answers = { '/version': { version }, '/inputs': { name: NAME, version, config, pid: process.pid } }

const server = http.createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answers[request.url] ?? { ok: true }))
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
