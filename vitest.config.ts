import os from 'node:os'
import { defineConfig } from 'vitest/config'

const PURE = ['src/domain/**/*.test.ts', 'src/renderer/**/*.test.{ts,tsx}']

export default defineConfig({
  test: {
    globalSetup: 'scripts/lib/test-programs.mjs',
    // More than cores: what takes long waits for the processes that it started.
    maxWorkers: os.availableParallelism() * 2,
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      // These change nothing outside themselves, so that files can share what was loaded.
      { extends: true, test: { name: 'pure', environment: 'node', include: PURE, isolate: false, testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: 'real', environment: 'node', include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'scripts/**/*.test.ts', 'eslint-rules/**/*.test.ts'], exclude: [...PURE, '**/node_modules/**'],
          testTimeout: 60_000, hookTimeout: 30_000
        }
      }
    ]
  }
})
