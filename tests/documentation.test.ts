/** docs/adding-an-adapter.md names every member of an adapter, docs/architecture.md every folder of the engine. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** The part of a page under a heading, up to the next of its level. */
const section = (page: string, heading: string): string => page.split(`\n${heading}\n`)[1]?.split(/\n## /)[0] ?? ''

/** What stands in backticks in the first column of its tables. */
const named = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith('| `')).flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''))

function membersOf(file: string, ...names: readonly string[]): readonly string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest)
  return source.statements.filter(ts.isInterfaceDeclaration).filter(({ name }) => names.includes(name.text))
    .flatMap(({ members }) => members.map(({ name }) => (name && ts.isIdentifier(name) ? name.text : '')))
}

const adapters = read('docs/adding-an-adapter.md')

it.each([['## A runtime', 'RuntimeAdapter', 'RuntimePlanner'], ['## A database', 'DatabaseAdapter', 'DatabasePlanner']])('"%s" names every member of a %s, and no other', (heading, adapter, planner) => {
  const members = [...membersOf('src/engine/adapter.ts', adapter), ...membersOf('src/domain/planning.ts', planner)]
  expect(members.length).toBeGreaterThan(8)
  expect([...named(section(adapters, heading))].sort()).toEqual([...members].sort())
})

it('every folder of the engine is named, and no other', () => {
  const [, table = ''] = read('docs/architecture.md').split('Inside `src/engine`:')
  const folders = readdirSync(path.join(root, 'src/engine'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const inTable = named(table.split(/\n## /)[0] ?? '').filter((name) => name !== 'config-files').map((name) => name.replace(/\/$/, ''))
  expect([...inTable].sort()).toEqual(folders.sort())
})
