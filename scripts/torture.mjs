// npm run torture [-- --only GROUP,…] [-- --kills N …] [-- --seed S] [-- --part 1/6] [-- --json FILE]: every promise about crashes, disks, locks, damage and
// secrets, with figures. Exit 1 when one is missed. The short form is a part of npm test.
import fs from 'node:fs'
import os from 'node:os'
import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { bundled } from './torture/bundle.mjs'
import { buildIfNeeded, hasDisplay, run, virtualDisplay } from './lib/project.mjs'

const COUNTS = {
  kills: [2000, 'kills at random times (crash)'],
  'every-boundary': [1, 'every n-th boundary of the journal, 0 for none (crash)'],
  losses: [0, 'losses of power, 0 for every call in every way (files)'],
  errors: [0, 'calls that fail, 0 for every one (files)'],
  cuts: [1000, 'places where the store is cut (store)'],
  takeovers: [10_000, 'rounds of takeover (lock)'],
  corruptions: [1000, 'corruptions of snapshots and of the history (corruption)'],
  records: [100_000, 'history records to verify (corruption)']
}

process.exitCode = await torture(process.argv.slice(2))

async function torture(args) {
  const options = read(args)
  if (typeof options === 'number') return options
  // The window of `secrets` is shown somewhere.
  if ((options.only ?? ['secrets']).includes('secrets') && !hasDisplay()) return run(virtualDisplay[0], [...virtualDisplay.slice(1), process.execPath, import.meta.filename, ...args])
  const built = await buildIfNeeded()
  if (built !== 0) return built
  const { groups, inTemporary, newSeed } = await import(pathToFileURL(path.join(await bundled(), 'main.js')).href)
  const names = options.only ?? Object.keys(groups)
  const unknown = names.find((name) => !Object.hasOwn(groups, name))
  if (unknown !== undefined) return refuse(`There is no group "${unknown}". There are: ${Object.keys(groups).join(', ')}.`)
  const seed = options.seed ?? newSeed()
  console.log(`Seed ${seed}: npm run torture -- --seed ${seed} does the same again.`)
  const figures = []
  for (const name of names) figures.push(...(await played(name, groups[name], inTemporary, { ...options, seed })))
  if (options.json !== undefined) fs.writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`)
  console.log(`\n${figures.map(lineOf).join('\n')}`)
  return figures.every(({ ok }) => ok) ? 0 : 1
}

function read(args) {
  const numbers = Object.fromEntries(Object.keys(COUNTS).map((name) => [name, { type: 'string' }]))
  try {
    const { values } = parseArgs({ args, options: { ...numbers, only: { type: 'string' }, seed: { type: 'string' }, round: { type: 'string' }, part: { type: 'string' }, places: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean' } } })
    if (values.help) return help(0)
    const counts = Object.fromEntries(Object.entries(COUNTS).map(([name, [usual]]) => [camel(name), whole(name, values[name], usual)]))
    return { counts, only: values.only?.split(','), seed: values.seed, round: whole('round', values.round, null), part: share(values.part), places: whole('places', values.places, os.availableParallelism() * 2), json: values.json }
  } catch (error) {
    console.error(error.message)
    return help(2)
  }
}

function camel(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
}

function whole(name, text, usual) {
  if (text === undefined) return usual
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`--${name} takes a whole number, not "${text}".`)
}

/** `2/6`: the second sixth. */
function share(text) {
  if (text === undefined) return null
  const [n, of] = /^[1-9]\d{0,3}\/[1-9]\d{0,3}$/.test(text) ? text.split('/').map(Number) : []
  if (n <= of) return { n, of }
  throw new Error(`--part takes a share such as 2/6, not "${text}".`)
}

function help(code) {
  console.error('npm run torture -- [--only GROUP,…] [--seed S] [--round N] [--part N/M] [--places N] [--json FILE], and')
  for (const [name, [usual, what]] of Object.entries(COUNTS)) console.error(`  --${name.padEnd(16)} ${what}; usual: ${usual}`)
  return code
}

function refuse(message) {
  console.error(message)
  return 2
}

async function played(name, group, inTemporary, { counts, seed, round, part, places }) {
  const began = performance.now()
  console.log(`\n── ${name}`)
  try {
    const figures = await inTemporary(name, (folder) => group({ seed, counts, round, part, isWhole: true, places, folder, say: (line) => console.log(`  ${line}`) }))
    console.log(`  ${Math.round((performance.now() - began) / 1000)} s`)
    return figures
  } catch (error) {
    console.error(`${name} could not be played to its end: ${error.stack}`)
    return [{ name, value: null, unit: '', limit: 0, ok: false, against: 'it was not played to its end' }]
  }
}

function lineOf({ name, value, unit, limit, ok, against }) {
  return `${ok ? 'ok    ' : 'MISSED'} ${name}: ${value === null ? null : Number(value.toFixed(2))} ${unit} (limit ${limit}; ${against})`
}
