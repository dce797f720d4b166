// A service that tells everything it knows: in pieces, in errors, in its answers. FAULT says how it misbehaves.
import fs from 'node:fs'
import http from 'node:http'

const { TOKEN, QUOTED, ADDRESS, PORT, CONFIG } = process.env
const version = fs.readFileSync('VERSION', 'utf8').trim()
const fault = fs.readFileSync('FAULT', 'utf8').trim()
const known = [TOKEN, QUOTED, ADDRESS, ...CONFIG.split(',').map((file) => fs.readFileSync(file, 'utf8'))]

// Cut at every place, each piece written by itself.
for (const secret of [TOKEN, QUOTED]) {
  for (let at = 1; at < secret.length; at++) {
    process.stdout.write(`cut at ${at}: ${secret.slice(0, at)}`)
    await new Promise((resolve) => setImmediate(resolve))
    process.stdout.write(`${secret.slice(at)} end\n`)
  }
}
for (const text of known) console.log(text)
console.log(JSON.stringify({ token: TOKEN, quoted: QUOTED, address: ADDRESS }), Buffer.from(TOKEN).toString('base64'), encodeURIComponent(QUOTED))
if (fault === 'exits') {
  console.error(`cannot connect to ${ADDRESS} with ${TOKEN} and ${QUOTED}`)
  process.exit(3)
}
const answers = { '/version': { version: fault === 'tells' ? TOKEN : version }, '/health': { ok: fault !== 'tells', token: TOKEN, address: ADDRESS } }
http.createServer((request, response) => {
  if (request.url === '/health' && fault === 'tells') response.statusCode = 500
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answers[request.url] ?? { ok: true }))
}).listen(Number(PORT), '127.0.0.1')
