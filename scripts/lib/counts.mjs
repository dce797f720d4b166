// Counts tests out of the runners' JSON reports. A test that did not run is a failure here: nothing is skipped in silence.
import path from 'node:path'

const NOTHING = (what) => ({ passed: 0, failed: 1, reasons: [`${what}: no report was written`] })

/** @param report what vitest's json reporter wrote, @param code its exit code */
export function countVitest(report, code, root) {
  if (!report) return NOTHING('vitest')
  const count = { passed: 0, failed: 0, reasons: [] }
  const fail = (reason) => {
    count.failed++
    count.reasons.push(reason)
  }
  for (const file of report.testResults ?? []) {
    const name = path.relative(root, file.name)
    const tests = file.assertionResults ?? []
    if (tests.length === 0) fail(`${name}: no test ran${file.message ? ` (${firstLine(file.message)})` : ''}`)
    for (const test of tests) {
      if (test.status === 'passed') count.passed++
      else if (test.status === 'failed') fail(`${name}: ${test.fullName}`)
      else fail(`${name}: ${test.fullName} did not run (${test.status})`)
    }
  }
  return settle(count, code, 'vitest')
}

/** @param report what Playwright's json reporter wrote, @param code its exit code */
export function countPlaywright(report, code) {
  if (!report) return NOTHING('playwright')
  const count = { passed: 0, failed: 0, reasons: [] }
  const fail = (reason) => {
    count.failed++
    count.reasons.push(reason)
  }
  const visit = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = [...titles, spec.title].join(' › ')
        if (test.status === 'expected') count.passed++
        else fail(test.status === 'skipped' ? `${name} did not run (skipped)` : `${name}${test.status === 'flaky' ? ' (flaky)' : ''}`)
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title])
  }
  for (const suite of report.suites ?? []) visit(suite, [suite.title])
  for (const error of report.errors ?? []) fail(`playwright: ${firstLine(error.message ?? 'error')}`)
  return settle(count, code, 'playwright')
}

function settle(count, code, what) {
  if (count.passed + count.failed === 0) return { passed: 0, failed: 1, reasons: [`${what}: no test was found`] }
  if (code !== 0 && count.failed === 0) return { ...count, failed: 1, reasons: [`${what}: exit ${code} though every test passed`] }
  return count
}

const firstLine = (text) => text.split('\n', 1)[0]
