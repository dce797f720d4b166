/** A project with a definition and a recorded deployment, and no process: for what goes wrong before anything runs. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { letGo } from '../../src/engine/store/close-fully'
import { inside as backstep } from '../cli/inside'

export interface Bare {
  readonly path: string
  readonly registry: string
  /** The registry's text. */
  text(): string
  /** The same project elsewhere, to be damaged. */
  copy(): Bare
  remove(): void
}

export const BARE = `version: 1
name: bare
environments:
  staging:
    services:
      app: { runtime: process, command: [node, app.mjs] }
  production:
    services:
      app: { runtime: process, command: [node, app.mjs] }
`

/** Each version is recorded through the command line, in staging. */
export async function createBare(versions: readonly string[] = []): Promise<Bare> {
  const project = mkdtempSync(path.join(tmpdir(), 'backstep-bare-'))
  writeFileSync(path.join(project, 'backstep.yaml'), BARE)
  for (const version of versions) {
    const { code, stderr } = await backstep(['record', '--env', 'staging', '--version', version, '--project', project])
    if (code !== 0) throw new Error(stderr)
  }
  await letGo()
  return bareAt(project)
}

function bareAt(project: string): Bare {
  const registry = path.join(project, '.deployments/deployment-registry.json')
  return {
    path: project, registry, text: () => readFileSync(registry, 'utf8'),
    copy: () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'backstep-bare-'))
      cpSync(project, folder, { recursive: true, preserveTimestamps: true })
      return bareAt(folder)
    },
    remove: () => rmSync(project, { recursive: true, force: true })
  }
}
