import { expect, test } from 'vitest'
import { countPlaywright, countVitest } from './counts.mjs'

const vitest = (...statuses: string[]) => ({
  testResults: [{ name: '/p/a.test.ts', assertionResults: statuses.map((status) => ({ status, fullName: `is ${status}` })) }]
})
const playwright = (...statuses: string[]) => ({
  suites: [{ title: 'a.spec.ts', specs: statuses.map((status) => ({ title: `is ${status}`, tests: [{ status }] })) }]
})

test('a test that did not run is a failure', () => {
  expect(countVitest(vitest('passed', 'failed', 'skipped', 'todo'), 1, '/p')).toMatchObject({ passed: 1, failed: 3 })
  expect(countPlaywright(playwright('expected', 'unexpected', 'flaky', 'skipped'), 1)).toMatchObject({ passed: 1, failed: 3 })
  expect(countVitest(vitest('pending'), 0, '/p').reasons).toEqual(['a.test.ts: is pending did not run (pending)'])
})

test('nothing found, no report, or an exit code that no test explains is a failure', () => {
  expect(countVitest({ testResults: [] }, 1, '/p').failed).toBe(1)
  expect(countVitest(undefined, 1, '/p').failed).toBe(1)
  expect(countVitest(vitest('passed'), 1, '/p')).toMatchObject({ passed: 1, failed: 1 })
  expect(countVitest(vitest(), 1, '/p').failed).toBe(1)
  expect(countPlaywright({ suites: [] }, 0).failed).toBe(1)
  expect(countPlaywright(undefined, 0).failed).toBe(1)
  expect(countPlaywright({ ...playwright('expected'), errors: [{ message: 'import failed' }] }, 1)).toMatchObject({ passed: 1, failed: 1 })
})

test('passing counts as passing', () => {
  expect(countVitest(vitest('passed', 'passed'), 0, '/p')).toMatchObject({ passed: 2, failed: 0, reasons: [] })
  expect(countPlaywright(playwright('expected'), 0)).toMatchObject({ passed: 1, failed: 0, reasons: [] })
})
