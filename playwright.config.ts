import os from 'node:os'
import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: 'e2e',
  // Each story has a demo, a window and a data folder of its own. More than cores: a story waits for what it started.
  workers: Math.ceil(os.availableParallelism() * 1.5),
  // But where stories share a window: `mode: default` there.
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: 'list'
})
