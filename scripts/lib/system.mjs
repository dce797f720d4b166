// The system libraries and programs that Electron and the tests need on Linux. Everything is looked at first,
// so a machine that has them spends a few milliseconds here.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { run, isRoot } from './project.mjs'

// Each need with the packages that meet it, the newest name first (Debian 13 and Ubuntu 24.04 renamed some).
const WINDOW = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['fonts-liberation', 'fonts-liberation2', 'fonts-dejavu-core']
]
const PROGRAMS = [
  ['git', 'git']
]
const HEADLESS = [
  ['Xvfb', 'xvfb'],
  ['xvfb-run', 'xvfb'],
  ['xauth', 'xauth']
]

const isOnPath = (program) =>
  (process.env.PATH ?? '').split(path.delimiter).some((dir) => dir && fs.existsSync(path.join(dir, program)))

const output = (command, args) => {
  const result = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  return result.stdout ?? ''
}

/** Throws with a sentence (and the one command that helps) when something is missing and cannot be installed. */
export async function ensureSystem(electron, { headless = false } = {}) {
  if (process.platform !== 'linux') return
  const debian = isOnPath('dpkg-query') && isOnPath('apt-get')
  const programs = [...PROGRAMS, ...(headless ? HEADLESS : [])].filter(([program]) => !isOnPath(program))

  if (!debian) {
    const libraries = output('ldd', [electron])
      .split('\n')
      .filter((line) => line.includes('not found'))
      .map((line) => line.trim().split(' ')[0])
    const missing = [...libraries, ...programs.map(([program]) => program)]
    if (missing.length > 0) {
      throw new Error(`Electron needs what this system lacks: ${missing.join(', ')}. Install it with the system's package manager and run this again.`)
    }
    return
  }

  const installed = installedPackages(WINDOW.flat())
  const needs = [
    ...WINDOW.filter((names) => !names.some((name) => installed.has(name))),
    ...[...new Set(programs.map(([, name]) => name))].map((name) => [name])
  ]
  if (needs.length === 0) return

  let packages = choose(needs)
  if (!isRoot()) {
    const names = needs.map((need, i) => packages[i] ?? need.at(-1)).join(' ')
    throw new Error(`Electron needs packages that are not installed. This installs them:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`)
  }
  if (packages.includes(undefined)) {
    await apt(['update', '-qq'])
    packages = choose(needs)
  }
  const names = needs.map((need, i) => packages[i] ?? need.at(-1))
  console.log(`Installing system packages: ${names.join(' ')}`)
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names]
  if ((await apt(install)) === 0) return
  // The package lists may be older than what the servers still hold.
  await apt(['update', '-qq'])
  if ((await apt(install)) !== 0) throw new Error(`Installing failed. This command shows why:\n  apt-get install --no-install-recommends ${names.join(' ')}`)
}

const apt = (args) =>
  run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0', ...args], { env: { DEBIAN_FRONTEND: 'noninteractive' } })

function installedPackages(names) {
  const lines = output('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names]).split('\n')
  return new Set(lines.filter((line) => line.startsWith('installed ')).map((line) => line.slice('installed '.length)))
}

/** For each need the first package name that apt could install; undefined where it knows none. */
function choose(needs) {
  const known = new Set()
  let name
  for (const line of output('apt-cache', ['policy', ...needs.flat()]).split('\n')) {
    if (/^\S+:$/.test(line)) name = line.slice(0, -1).replace(/:.*/, '')
    else if (/^ {2}Candidate: (?!\(none\))/.test(line)) known.add(name)
  }
  return needs.map((names) => names.find((candidate) => known.has(candidate)))
}
