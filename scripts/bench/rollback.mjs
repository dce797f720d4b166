// The demo's rollback, all safety included, against a plain shell script that does the same work; taken in turns, each from the same state.
import fs from 'node:fs'
import path from 'node:path'
import { createEngine } from '../../out/engine/index.js'
import { exec, withDemos } from './demo.mjs'
import { median } from './median.mjs'

const RUNS = 5
const SCRIPT = path.join(import.meta.dirname, 'rollback.sh')

export const measure = () => withDemos(['backstep', 'plain'], compare)

async function compare(project, plain) {
  const script = await prepareScript(plain)
  const engine = createEngine()
  const [own, theirs] = [[], []]
  try {
    for (let run = 0; run < RUNS; run++) {
      own.push(await runEngine(engine, project))
      theirs.push(await script.run())
    }
  } finally {
    await engine.close()
    script.end()
  }
  const [a, b] = [median(own), median(theirs)]
  const against = `Backstep ${Math.round(a)} ms, rollback.sh ${Math.round(b)} ms, medians of ${RUNS}`
  return [{ name: 'Rollback of the demo against a shell script', value: a / b, unit: '×', limit: 1.15, against }]
}

async function runEngine(engine, project) {
  await forget(project)
  const went = await timed(() => rollBack(engine, project, null))
  await rollBack(engine, project, went.value.runId)
  return went.took
}

async function rollBack(engine, project, undo) {
  const request = { environment: 'staging', deploymentId: null, undo, services: [], data: 'keep', credentials: {} }
  const handle = await engine.start(project, { request, planHash: null, reason: 'To measure it', forced: 'all', typedName: 'staging', acceptsDataLoss: false, onFailure: 'stop', via: 'library' })
  const { outcome, problem } = await handle.finished
  // An undo leads back to v2.0.0, whose checkout answers 500: it is not expected to be healthy.
  if (undo === null && !outcome.startsWith('done')) throw new Error(`The rollback ended as ${outcome}: ${problem?.message}`)
  return handle
}

/** The worktrees of v1.1.0 are removed, so that both sides check them out. */
async function forget(project) {
  const short = (await commitOf(project, 'v1.1.0')).slice(0, 12)
  for (const service of ['api', 'web']) {
    const release = path.join(project, 'deploy/staging', service, 'releases', short)
    fs.rmSync(`${release}.ready.json`, { force: true })
    if (fs.existsSync(release)) await exec('git', ['-C', project, 'worktree', 'remove', '--force', release])
  }
}

const commitOf = async (project, tag) => (await exec('git', ['-C', project, 'rev-parse', `${tag}^{commit}`])).stdout.trim()

/** The process that serves at first. */
const supervised = (project, service) => JSON.parse(fs.readFileSync(path.join(project, `.deployments/services/staging/${service}.json`), 'utf8')).process.pid

async function prepareScript(project) {
  const state = fs.mkdtempSync(`${project}-state-`)
  const pidFile = (service) => path.join(state, `${service}.pid`)
  const services = ['api', 'web', 'worker']
  for (const service of services) fs.writeFileSync(pidFile(service), String(supervised(project, service)))
  const today = path.join(state, 'today')
  for (const file of ['.env.staging', 'config/staging.json']) fs.cpSync(path.join(project, file), path.join(today, file))
  const then = path.join(project, '.deployments/manifests/deploy-005/config')
  const definition = fs.readFileSync(path.join(project, 'backstep.yaml'), 'utf8')
  const port = /PORT: "(\d+)"/.exec(definition.slice(definition.indexOf('\n  staging:')))[1]
  const go = async (version, config, checkout) => exec('sh', [SCRIPT, project, state, version, await commitOf(project, version), config, port, checkout])
  return {
    async run() {
      await forget(project)
      const { took } = await timed(() => go('v1.1.0', then, '200'))
      await go('v2.0.0', today, '500')
      return took
    },
    end: () => services.forEach((service) => stop(Number(fs.readFileSync(pidFile(service), 'utf8'))))
  }
}

function stop(pid) {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

async function timed(work) {
  const began = performance.now()
  const value = await work()
  return { value, took: performance.now() - began }
}
