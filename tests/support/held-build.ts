/** A build that goes on for as long as a test wants. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach } from 'vitest'
import { until } from '../../src/engine/testing/project'
import type { Shop } from './shop'

export interface HeldBuild {
  /** For the shop's option `api`; what is built while nothing is held ends at once. */
  readonly api: string
  /** From now on a build of `api` in staging goes on until it is let go, also of a release that was prepared before. */
  hold(made: Shop): void
  /** The pid of the build, once it runs. */
  running(): Promise<number>
  /** The build prints this while it goes on. */
  print(line: string): void
  letGo(): void
}

/** Made for one test; let go after it. `deaf`: it ignores SIGTERM. */
export function useHeldBuild(): (deaf?: 'deaf') => HeldBuild {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })
  return (deaf) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'backstep-build-'))
    folders.push(folder)
    const [held, pid, line] = [path.join(folder, 'held'), path.join(folder, 'pid'), path.join(folder, 'line')]
    return {
      api: `        build: [sh, -c, "${deaf ? "trap '' TERM; " : ''}echo $$ > ${pid}; while [ -e ${held} ]; do if [ -e ${line} ]; then cat ${line}; rm ${line}; fi; sleep 0.05; done"]\n`,
      hold(made) {
        rmSync(path.join(made.path, '.deployments/worktrees/staging/api'), { recursive: true })
        rmSync(pid)
        writeFileSync(held, '')
      },
      async running() {
        await until('the build runs', () => existsSync(pid) && readFileSync(pid, 'utf8').endsWith('\n'), 60_000)
        return Number(readFileSync(pid, 'utf8'))
      },
      print: (text) => {
        writeFileSync(`${line}.new`, `${text}\n`)
        renameSync(`${line}.new`, line)
      },
      letGo: () => rmSync(held)
    }
  }
}
