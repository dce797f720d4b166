// From the start of the program to the first contentful paint of its window, against a blank Electron window; taken in turns.
import path from 'node:path'
import { temporary } from './demo.mjs'
import { median } from './median.mjs'
import { withWindow } from './window.mjs'
import fs from 'node:fs'

// The start of a window takes a fifth longer or shorter than the next for reasons that are not ours.
const RUNS = 31
const BLANK = path.join(import.meta.dirname, 'blank')

export async function measure() {
  const folder = temporary()
  const [own, blank] = [[], []]
  try {
    await paint(BLANK) // what is read from the disk once
    await paint()
    for (let run = 0; run < RUNS; run++) {
      blank.push(await paint(BLANK))
      own.push(await paint())
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  const [a, b] = [median(own), median(blank)]
  const against = `Backstep ${Math.round(a)} ms, a blank window ${Math.round(b)} ms from their start, medians of ${RUNS}`
  return [{ name: 'First contentful paint against a blank window', value: a / b, unit: '×', limit: 1.25, against }]
}

/** Milliseconds from the start of the program. */
const paint = (folder) =>
  withWindow({ folder }, async (page, _app, began) => {
    const at = await page.evaluate(
      () =>
        new Promise((done) => {
          const observer = new PerformanceObserver((list) => {
            const [entry] = list.getEntriesByName('first-contentful-paint')
            if (entry) done(performance.timeOrigin + entry.startTime)
          })
          observer.observe({ type: 'paint', buffered: true })
        })
    )
    return at - began
  })
