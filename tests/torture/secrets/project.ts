/** A project with a secret in every place where one can hide. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { createSessionDeps } from '../../../src/engine/session/deps'
import { putInPlace } from '../../../src/engine/record/put-in-place'
import { environmentOf, openSession } from '../../../src/engine/session/session'
import { git } from '../shop/create'
import { ownAddress, ROOT } from '../shop/places'
import type { Seeds } from './seeds'

export interface Leaky {
  readonly project: string
  readonly env: NodeJS.ProcessEnv
  /** What every program was started with. */
  readonly arguments: string
  readonly home: string
  /** The private half; the public one lies beside it. */
  readonly signingKey: string
}
export type Fault = '' | 'exits' | 'tells' | 'build'

export async function createLeaky(folder: string, seeds: Seeds): Promise<Leaky> {
  const project = join(folder, 'shop')
  const { ports } = await ownAddress(2)
  for (const name of ['data', 'config', 'releases']) mkdirSync(join(project, name), { recursive: true })
  for (const name of ['home', 'tmp', 'bin']) mkdirSync(join(folder, name))
  git(project, 'init', '-q', '--template=', '-b', 'main')
  git(project, 'remote', 'add', 'origin', `https://deploy:${seeds['environment by key']}@git.example/shop.git`)
  writeFileSync(join(project, '.gitignore'), '.deployments/\n.env.*\ndata/\nreleases/\nconfig/\nbuilt\n')
  writeFileSync(join(project, 'backstep.yaml'), definition(project, ports))
  const keys = join(folder, 'keys')
  mkdirSync(keys)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'kim', '-f', join(keys, 'signing')])
  const leaky: Leaky = { project, arguments: join(folder, 'arguments'), home: join(folder, 'home'), signingKey: join(keys, 'signing'), env: environment(folder, seeds) }
  wrap(folder, 'git')
  wrap(folder, 'node')
  wrap(folder, 'sh')
  wrap(folder, 'ssh-keygen')
  return leaky
}

function environment(folder: string, seeds: Seeds): NodeJS.ProcessEnv {
  return {
    PATH: `${join(folder, 'bin')}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`, HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp'), LANG: 'C.UTF-8', ARGUMENTS: join(folder, 'arguments'),
    SHOP_API_TOKEN: seeds['environment by key'], SHOP_DATABASE_ADDRESS: `postgres://shop:${seeds['environment in an address']}@127.0.0.1:1/shop`, SHOP_PASSPHRASE: seeds['environment with quotes'],
    GIT_AUTHOR_NAME: 'Kim', GIT_AUTHOR_EMAIL: 'kim@example.invalid'
  }
}

/** In front of the real program: writes down with which arguments it is started. */
function wrap(folder: string, name: string): void {
  const real = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  const file = join(folder, 'bin', name)
  // `printf` and `exec` are the shell's own: nothing else is started.
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" >> ${JSON.stringify(join(folder, 'arguments'))}\nexec ${JSON.stringify(name === 'node' ? process.execPath : real)} "$@"\n`.replace('#!/bin/sh', `#!${execFileSync('/bin/sh', ['-c', 'readlink -f /bin/sh'], { encoding: 'utf8' }).trim()}`))
  chmodSync(file, 0o755)
}

const SECRETS = 'TOKEN: $SHOP_API_TOKEN, QUOTED: $SHOP_PASSPHRASE, ADDRESS: $SHOP_DATABASE_ADDRESS'
const definition = (project: string, [api = 0, web = 0]: readonly number[]): string => `version: 1
name: shop
environments:
  staging:
    services:
      api:
        runtime: git
        command: [node, leaky.mjs]
        build: [node, build.mjs]
        env: { PORT: "${api}", CONFIG: "${project}/.env.staging,${project}/config/staging.json", ${SECRETS} }
        stopTimeout: 1s
        health:
          - { http: "http://127.0.0.1:${api}/health", within: 2s, interval: 50ms }
          - { http: "http://127.0.0.1:${api}/version", json: { version: "\${version}" }, within: 2s, interval: 50ms }
      web:
        runtime: process
        command: [node, leaky.mjs]
        directory: releases/\${version}
        dependsOn: [api]
        env: { PORT: "${web}", CONFIG: "${project}/config/staging.json", ${SECRETS} }
        stopTimeout: 1s
        health:
          - { http: "http://127.0.0.1:${web}/version", json: { version: "\${version}" }, within: 2s, interval: 50ms }
    databases:
      main: { engine: sqlite, path: data/main.db, onRollback: restore, usedBy: [api] }
    config: { files: [.env.staging, config/staging.json, config/app.yaml] }
`

/** Deploys a version: its commit, its configuration, its data. `n` makes each different from the one before. */
export async function deploy({ project, env }: Leaky, seeds: Seeds, version: string, fault: Fault, n: number): Promise<string> {
  const commit = commitOf(project, seeds, version, fault)
  writeConfig(project, seeds, n)
  const database = new DatabaseSync(join(project, 'data/main.db'))
  database.exec(`create table t${n} (id integer primary key, note text); insert into t${n} (note) values ('${n}'), ('${seeds['row of a database']}')`)
  database.close()
  const session = await openSession(project, createSessionDeps(env))
  try {
    await putInPlace(session, await environmentOf(session, 'staging'), { version, commit }).catch((error: unknown) => { if (fault === '') throw error })
  } finally {
    await session.close()
  }
  return commit
}

/** Known secrets stand in its subject, in its author's name and in the name of a file; unknown ones behind a key. */
function commitOf(project: string, seeds: Seeds, version: string, fault: Fault): string {
  const token = seeds['environment by key']
  writeFileSync(join(project, 'VERSION'), `${version}\n`)
  writeFileSync(join(project, 'FAULT'), `${fault}\n`)
  writeFileSync(join(project, `notes-${token}-${version}.txt`), `password=${seeds['JSON by key']}\n`)
  cpSync(join(ROOT, 'tests/torture/secrets/leaky.mjs'), join(project, 'leaky.mjs'))
  writeFileSync(join(project, 'build.mjs'), BUILD)
  const release = join(project, 'releases', version)
  mkdirSync(release, { recursive: true })
  for (const name of ['VERSION', 'FAULT', 'leaky.mjs']) cpSync(join(project, name), join(release, name))
  git(project, 'add', '-A')
  execFileSync('git', ['-c', `user.name=Kim ${token}`, '-c', 'user.email=k@example.invalid', 'commit', '-qm', `Release ${version} with ${token}, password=${seeds['JSON by key']} and ${seeds['environment file by form']}`], { cwd: project })
  git(project, 'tag', version)
  return git(project, 'rev-parse', 'HEAD')
}

const BUILD = `import fs from 'node:fs'
const { TOKEN, QUOTED, ADDRESS, CONFIG } = process.env
for (const text of [TOKEN, QUOTED, ADDRESS, ...CONFIG.split(',').map((file) => fs.readFileSync(file, 'utf8'))]) { console.log('built with', text); console.error(JSON.stringify({ text })) }
for (let at = 1; at < TOKEN.length; at++) { process.stdout.write(TOKEN.slice(0, at)); await new Promise((resolve) => setTimeout(resolve, 2)); process.stdout.write(TOKEN.slice(at) + '\\n') }
fs.writeFileSync('built', '')
if (fs.readFileSync('FAULT', 'utf8').trim() === 'build') { console.error('build failed: ' + ADDRESS + ' ' + TOKEN + ' ' + QUOTED); process.exit(9) }
`

function writeConfig(project: string, seeds: Seeds, n: number): void {
  const pem = `-----BEGIN PRIVATE KEY-----\n${seeds['private key']}\n-----END PRIVATE KEY-----\n`
  writeFileSync(join(project, '.env.staging'), `MODE=${n}\nPAYMENT_API_KEY=${seeds['environment file by key']}\nPROCESSOR=${seeds['environment file by form']}\nCACHE=redis://cache:${seeds['environment file in an address']}@127.0.0.1:1/0\n`, { mode: 0o600 })
  writeFileSync(join(project, 'config/staging.json'), JSON.stringify({ n, smtp: { password: seeds['JSON by key'] }, secrets: [seeds['JSON in a list']], pem }, null, 2), { mode: 0o600 })
  writeFileSync(join(project, 'config/app.yaml'), `n: ${n}\nauth:\n  clientSecret: ${seeds['YAML by key']}\nbroker: amqp://app:${seeds['YAML in an address']}@127.0.0.1/v\n`, { mode: 0o600 })
}
