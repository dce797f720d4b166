// From `backstep demo` to a demo whose services all answer.
import fs from 'node:fs'
import path from 'node:path'
import { cli, temporary } from './demo.mjs'
import { median } from './median.mjs'

const RUNS = 3
const LIMIT = 5

export async function measure() {
  const folder = temporary()
  const times = []
  try {
    for (let run = 0; run < RUNS; run++) times.push(await made(path.join(folder, `demo-${run}`)))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  const against = `${Math.round((median(times) / LIMIT) * 100) / 100} × of ${LIMIT} s, median of ${RUNS}`
  return [{ name: 'Making and starting the demo', value: median(times), unit: 's', limit: LIMIT, against }]
}

async function made(project) {
  const began = performance.now()
  await cli('demo', project)
  const took = (performance.now() - began) / 1000
  await cli('demo', project, '--remove')
  return took
}
