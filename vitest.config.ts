import os from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const PURE = ['src/domain/**/*.test.ts', 'src/renderer/**/*.test.{ts,tsx}']

/** What starts many processes takes longest: it begins first, so that nothing is left to run alone at the end. */
const LONGEST = ['/tests/torture/short', '/tests/durable/', '/tests/cli/', '/tests/']
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => LONGEST.findIndex((part) => moduleId.includes(part)) + 1 || LONGEST.length + 1
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  test: {
    globalSetup: 'scripts/lib/test-programs.mjs',
    // More than cores: what takes long waits for the processes that it started.
    maxWorkers: os.availableParallelism() * 2,
    // What was loaded is shared by the files of a worker: no test changes anything but what it takes back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      { extends: true, test: { name: 'pure', environment: 'node', include: PURE, testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: 'real', environment: 'node', include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'scripts/**/*.test.ts', 'lint-rules/**/*.test.ts'], exclude: [...PURE, '**/node_modules/**'],
          setupFiles: 'src/engine/testing/after-each.ts', testTimeout: 60_000, hookTimeout: 30_000
        }
      }
    ]
  }
})
