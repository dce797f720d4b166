import os from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: 'scripts/lib/test-programs.mjs',
    include: [
      'src/**/*.test.{ts,tsx}',
      'tests/**/*.test.ts',
      'scripts/**/*.test.ts',
      'eslint-rules/**/*.test.ts'
    ],
    testTimeout: 60_000,
    hookTimeout: 30_000,
    // More than cores: what takes long waits for the processes that it started.
    maxWorkers: os.availableParallelism() * 2,
    allowOnly: false,
    passWithNoTests: false
  }
})
