/** The programs that the torture starts, from the bundle: it is made when it is not there yet. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './shop/places'

let folder: Promise<string> | null = null

export async function program(name: 'child' | 'claimant' | 'writer'): Promise<string> {
  folder ??= existsSync(join(import.meta.dirname, 'child.js')) ? Promise.resolve(import.meta.dirname) : bundle()
  return join(await folder, `${name}.js`)
}

async function bundle(): Promise<string> {
  const { bundled } = (await import(/* @vite-ignore */ pathToFileURL(join(ROOT, 'scripts/torture/bundle.mjs')).href)) as { bundled(): Promise<string> }
  return bundled()
}
