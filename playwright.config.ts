import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: 'e2e',
  // Each story has a demo, a window and a data folder of its own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: 'list'
})
