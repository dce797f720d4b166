import { readFileSync } from 'node:fs'

/** Of the package that this was built from: its package.json stands two folders above the built file. */
export const version: string = packageVersion()

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null && 'version' in value ? String(value.version) : 'unknown'
}
