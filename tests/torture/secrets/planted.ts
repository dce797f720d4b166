/** Proves that a secret on paper would be found: every mask of an export is taken off again, and the same is printed as the product prints it. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { electron, isRoot } from '../../../e2e/launch'
import { MASK } from '../../../src/engine/hosts/secrets'
import { ROOT } from '../shop/places'
import { textOfPdf } from './pdf'
import type { Leaky } from './project'
import { searchIn } from './search'
import type { Seed } from './seeds'

/** The places of those that were not found. */
export async function plantedAndMissed({ project, env }: Leaky, seeds: readonly Seed[], printed: string): Promise<readonly string[]> {
  const at = (name: string): string => join(project, '..', name)
  const masked = exportIn(printed)
  writeFileSync(at('planted.html'), masked.replaceAll(MASK, seeds.map(({ value }) => escaped(value)).join(' ')))
  const switches = ['--ozone-platform=headless', '--disable-gpu', ...(isRoot ? ['--no-sandbox'] : [])]
  await promisify(execFile)(electron, [...switches, join(ROOT, 'out/main/print.js'), at('planted.html'), at('planted.pdf'), at('planted')], { env })
  const words = Buffer.from(textOfPdf(readFileSync(at('planted.pdf'))))
  return seeds.filter((seed) => searchIn(words, '', [seed]).length === 0).map(({ place }) => place)
}

/** A result as HTML, in which something is masked. */
function exportIn(printed: string): string {
  const found = readdirSync(printed).filter((name) => name.endsWith('-result.txt')).map((name) => readFileSync(join(printed, name), 'utf8')).find((text) => /^<!doctype html/i.test(text) && text.includes(MASK))
  if (found === undefined) throw new Error('No result was exported in which something is masked.')
  return found
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
