// npm test: everything, in order, to the end even when a stage fails. The last line is "N passed, N failed".
// npm test -- NAME: the unit and integration tests whose file name contains NAME, and nothing else.
import fs from 'node:fs'
import path from 'node:path'
import { countPlaywright, countVitest } from './lib/counts.mjs'
import { runPlaywright } from './lib/e2e.mjs'
import { build, buildIfNeeded, root, runTool, tool } from './lib/project.mjs'
import { temporaryFolder } from './lib/temporary.mjs'

const filter = process.argv.slice(2)
const temporary = temporaryFolder('backstep-test-')
// What a test left running may still write there.
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }))
console.log(`Temporary files: ${temporary}`)
const env = { TMPDIR: temporary }
const total = { passed: 0, failed: 0, reasons: [] }
const lines = []

async function stage(name, work) {
  console.log(`\n── ${name}`)
  const started = performance.now()
  let count
  try {
    count = await work()
  } catch (error) {
    count = { passed: 0, failed: 1, reasons: [`${name}: ${error.message}`] }
  }
  total.passed += count.passed
  total.failed += count.failed
  total.reasons.push(...(count.reasons ?? []))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  lines.push(`${count.failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s`)
}

/** A stage that counts as one test. */
const asOne = (name, code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, reasons: [`${name} failed (exit ${code})`] })
/** A stage that only prepares: nothing to count unless it fails. */
const prepares = (name, code) => (code === 0 ? { passed: 0, failed: 0 } : asOne(name, code))

const json = (name) => path.join(temporary, name)
const vitest = async () => {
  const code = await runTool(tool('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${json('vitest.json')}`, ...filter], { env })
  return countVitest(read('vitest.json'), code, root)
}
const playwright = async () => {
  const code = await runPlaywright(['--reporter=list,json'], { ...env, BACKSTEP_SCREENSHOTS: '0', PLAYWRIGHT_JSON_OUTPUT_FILE: json('playwright.json') })
  return countPlaywright(read('playwright.json'), code)
}
const read = (name) => (fs.existsSync(json(name)) ? JSON.parse(fs.readFileSync(json(name), 'utf8')) : undefined)

if (filter.length > 0) {
  await stage('build', async () => prepares('build', await buildIfNeeded()))
  await stage('unit and integration tests', vitest)
} else {
  // Side by side: one mostly downloads and unpacks, the others say nothing but what they find.
  await Promise.all([
    stage('electron and system packages', async () => prepares('npm run ensure', await runTool(path.join(root, 'scripts/ensure.mjs'), []))),
    stage('lint', async () => asOne('lint', await runTool(tool('oxlint'), ['--type-aware', '--deny-warnings', '.']))),
    stage('type-check', async () => asOne('type-check', await runTool(tool('typescript-native', 'tsc'), ['-b', 'tsconfig.tests.json'])))
  ])
  await stage('build', async () => prepares('build', await build()))
  await stage('unit and integration tests', vitest)
  await stage('stories in the window', playwright)
}

console.log(`\n${lines.join('\n')}`)
for (const reason of total.reasons) console.log(`  ✗ ${reason}`)
process.exitCode = total.failed > 0 ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed`)
