/** A project whose deployments are done by a script of its own: one process service of release folders, nothing of it started from here yet. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach } from 'vitest'
import { freePort } from '../../src/engine/testing/free-port'
import { inside } from '../cli/inside'
import { SERVICE } from './service'
import { endServices } from './service/end'

export interface OwnProject {
  readonly path: string
  /** Records a deployment through the command line; answers its id. */
  record(version: string): Promise<string>
  /** What answers on the port: its version, or null. */
  served(): Promise<string | null>
  /** Kills what was started from here, until nothing answers any more. */
  kill(): Promise<void>
  /** Starts a release as the script of the project does, without Backstep. */
  startOwn(version: string): Promise<void>
  stopOwn(): void
}

const made: (() => Promise<void>)[] = []

export function useOwnProjects(): (versions: readonly string[]) => Promise<OwnProject> {
  afterEach(async () => {
    for (const remove of made.splice(0)) await remove()
  })
  return create
}

async function create(versions: readonly string[]): Promise<OwnProject> {
  const project = mkdtempSync(path.join(tmpdir(), 'backstep-own-'))
  const port = await freePort()
  const own: ChildProcess[] = []
  writeFileSync(path.join(project, 'backstep.yaml'), definition(port))
  for (const version of versions) {
    const folder = path.join(project, 'releases', version)
    mkdirSync(folder, { recursive: true })
    cpSync(path.join(import.meta.dirname, 'service', SERVICE.file), path.join(folder, SERVICE.file))
    writeFileSync(path.join(folder, 'VERSION'), version)
  }
  const env = { ...process.env, NAME: 'app', PORT: String(port), CONFIG: path.join(project, 'config.json') }
  const kill = (): void => endServices(project)
  const served = (): Promise<string | null> => fetch(`http://127.0.0.1:${port}/version`).then(async (response) => ((await response.json()) as { version: string }).version, () => null)
  made.push(async () => {
    kill()
    for (const child of own) {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
      child.kill('SIGKILL')
      await ended
    }
    rmSync(project, { recursive: true, force: true })
  })
  return {
    path: project, served,
    kill: async () => {
      kill()
      while ((await served()) !== null) await setTimeout(20)
    },
    stopOwn: () => own.forEach((child) => child.kill('SIGKILL')),
    record: async (version) => {
      const { code, stdout, stderr } = await inside(['record', '--env', 'staging', '--version', version, '--project', project])
      if (code !== 0) throw new Error(stderr)
      return / as (\S+) /.exec(stdout)?.[1] ?? ''
    },
    startOwn: async (version) => {
      const child = spawn(SERVICE.command[0], SERVICE.command.slice(1), { cwd: path.join(project, 'releases', version), env, stdio: ['ignore', 'pipe', 'inherit'] })
      own.push(child)
      await once(child.stdout, 'data')
    }
  }
}

const definition = (port: number): string => `version: 1
name: own
environments:
  staging:
    services:
      app:
        runtime: process
        command: [${SERVICE.command.join(', ')}]
        directory: releases/\${version}
        env: { NAME: app, PORT: "${port}", CONFIG: config.json }
        health:
          - { http: "http://127.0.0.1:${port}/health", within: 20s, interval: 50ms }
          - { http: "http://127.0.0.1:${port}/version", json: { version: "\${version}" }, within: 20s, interval: 50ms }
`
