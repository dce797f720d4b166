import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addEntry, addItem, formOf, listEdits, nearestNode, nodeOnLine, pagesTo, renameEntry, setField, setHere, typedValue, type FormEntries, type FormField, type FormGroup, type FormItems, type FormNode, type Path } from '.'
import { parseProject, projectJsonSchema, time, type AdapterSchemas } from '../project'
import { applyEdits, type Edit } from '../yaml-edit'

const SCHEMAS: AdapterSchemas = {
  runtimes: [
    { kind: 'process', settings: z.strictObject({ command: z.array(z.string()).meta({ 'x-form': 'program' }).describe('What runs.'), env: z.record(z.string(), z.union([z.string(), z.number()])).optional(), stopTimeout: time.prefault('10s'), port: z.int().nullable().default(null), odd: z.tuple([z.string()]).optional() }) },
    { kind: 'other', settings: z.strictObject({ folder: z.string() }) }
  ],
  databases: [{ kind: 'sqlite', settings: z.strictObject({ path: z.string() }) }]
}
const SCHEMA = projectJsonSchema(SCHEMAS)
const form = (text: string) => formOf(text, SCHEMA, parseProject(text, SCHEMAS).problems)
const node = (text: string, ...path: Path): FormNode => {
  const { root } = form(text)
  const found = root && nearestNode(root, path)
  if (!found || found.path.length !== path.length) throw new Error(`nothing at ${path.join('.')}`)
  return found
}
const field = (text: string, ...path: Path): FormField => node(text, ...path) as FormField
const group = (text: string, ...path: Path): FormGroup => node(text, ...path) as FormGroup
const after = (text: string, edits: readonly Edit[]): string => {
  const result = applyEdits(text, edits)
  if (!result.ok) throw new Error(result.reason)
  return result.text
}

const SHOP = `version: 1
name: shop
x-base: &base
  env: { PORT: 8080 }
environments:
  staging:
    services:
      api: &api
        runtime: process
        command: [node, api.js]
      web:
        <<: *base
        runtime: process
        command: node web.js
        dependOn: [api]
        nope: 1
        dependsOn: [api]
        health:
          - { http: "http://127.0.0.1/" }
      copy: *api
    databases: { main: { engine: sqlite, path: a.db, usedBy: [api, web] } }
    config:
      files: [.env, { path: b.json, usedBy: [api] }]
`
const web: Path = ['environments', 'staging', 'services', 'web']
const staging: Path = ['environments', 'staging']

describe('the form of a text', () => {
  it('has every key of the schema, with what holds and where it stands', () => {
    expect(group(SHOP, ...web).members.map(({ key }) => key)).toEqual(['runtime', 'command', 'env', 'stopTimeout', 'port', 'odd', 'host', 'hosts', 'dependsOn', 'health'])
    expect(field(SHOP, ...web, 'runtime')).toMatchObject({ kind: 'choice', choices: ['process', 'other'], value: 'process', state: 'set', required: true, lines: { from: 13, to: 13 } })
    expect(field(SHOP, ...web, 'stopTimeout')).toMatchObject({ kind: 'duration', label: 'Stop timeout', state: 'default', value: '10s', lines: null })
    expect(field(SHOP, ...web, 'port')).toMatchObject({ kind: 'number', integer: true, state: 'empty', value: undefined })
    expect(field(SHOP, ...web, 'odd')).toMatchObject({ kind: 'other', state: 'empty' })
    expect(node(SHOP, ...web, 'health', 0, 'http')).toMatchObject({ label: 'Ask', value: 'http://127.0.0.1/', state: 'set' })
    expect(node(SHOP, 'version')).toMatchObject({ kind: 'choice', choices: [1], value: 1 })
    expect(field(SHOP, ...staging, 'databases', 'main', 'usedBy')).toMatchObject({ kind: 'names', choices: ['api', 'web', 'copy'], value: ['api', 'web'] })
  })
  it('says what is taken over, from where, and what others take over', () => {
    expect(field(SHOP, ...web, 'env')).toMatchObject({ state: 'taken', through: 'base', value: { PORT: 8080 }, lines: { from: 4, to: 4 } })
    expect(group(SHOP, ...staging, 'services', 'copy')).toMatchObject({ state: 'taken', through: 'api' })
    expect(field(SHOP, ...staging, 'services', 'copy', 'command')).toMatchObject({ state: 'taken', through: 'api', value: ['node', 'api.js'] })
    expect(group(SHOP, ...staging, 'services', 'api').shared).toEqual([{ anchor: 'api', lines: [20] }])
  })
  it('shows what does not fit as it is written', () => expect(field(SHOP, ...web, 'command')).toMatchObject({ fits: false, written: 'node web.js', problems: [{ line: 14, message: '"command" is text, expected a list.' }] }))
  it('an entry that is written as a text', () => {
    expect((node(SHOP, ...staging, 'config', 'files') as FormItems).items.map(({ isShort, members }) => [isShort, members.map((one) => 'value' in one && one.value)])).toEqual([[true, ['.env', undefined]], [false, ['b.json', ['api']]]])
  })
  it('every problem stands at its field: an unknown key at the one that was meant, a missing one where it is missing', () => {
    expect(field(SHOP, ...web, 'dependsOn').problems).toEqual([expect.objectContaining({ line: 15, message: expect.stringContaining('Did you mean "dependsOn"?') })])
    expect(group(SHOP, ...web).others).toEqual([{ key: 'nope', path: [...web, 'nope'], line: 16, problems: [expect.objectContaining({ line: 16 })] }])
    expect(form(SHOP).root?.others).toMatchObject([{ key: 'x-base', line: 3, problems: [] }])
    const short = 'version: 1\nname: x\nenvironments:\n  a:\n    services:\n      web: { runtime: process }\n'
    expect(field(short, 'environments', 'a', 'services', 'web', 'command').problems).toMatchObject([{ line: 6, message: 'A service needs "command".' }])
    expect(field('environments: {}\n', 'name').problems).toMatchObject([{ line: 1, message: 'The project needs "name".' }])
    const names = 'version: 1\nname: x\nenvironments:\n  a:\n    services: {}\n    databases: { m: { engine: sqlite, path: x, usedBy: [q] } }\n'
    expect(field(names, 'environments', 'a', 'databases', 'm', 'usedBy').problems).toMatchObject([{ path: ['environments', 'a', 'databases', 'm', 'usedBy', 0] }])
  })
  it('of an empty text has everything, of one that is not YAML nothing', () => {
    for (const text of ['', '# only\n', '\ufeff']) expect(form(text).root?.members.map(({ key, state }) => [key, state])).toEqual(['version', 'name', 'history', 'snapshots', 'environments'].map((key) => [key, 'empty']))
    for (const text of ['a: [', '- a', 'text']) expect(form(text).root).toBe(null)
  })
  it('finds what stands on a line, and the pages to it', () => {
    const { root } = form(SHOP)
    expect([9, 14, 18, 19, 21, 23, 1, 4].map((line) => root && nodeOnLine(root, line)?.path.join('.'))).toEqual([
      'environments.staging.services.api.runtime', `${web.join('.')}.command`, `${web.join('.')}.health`, `${web.join('.')}.health.0.http`, 'environments.staging.databases.main.engine', 'environments.staging.config.files.0.path', 'version', undefined
    ])
    expect(pagesTo(form(SHOP), [...web, 'health', 0]).map(({ group: page, of }) => [page.key, of?.word])).toEqual([['', undefined], ['staging', 'environment'], ['web', 'service']])
  })
  it('never throws', () => fc.assert(fc.property(fc.array(fc.constantFrom('version: 1', 'environments:', '  a:', '    services:', '      w:', '        runtime: process', '        command:', ' *a', ' &a', ' x', '        <<: *a', '  - x', '__proto__:', '? a', '{', '}', ': ', '~', '      ', '\n', '# c'), { maxLength: 30 }).map((parts) => parts.join('\n').replaceAll('\n ', ' ').replaceAll('  ', '\n  ')), (text) => {
    form(text)
  }), { numRuns: 300 }))
})

describe('what is done in the form', () => {
  const services = (text: string): FormEntries => node(text, ...staging, 'services') as FormEntries
  it('sets, in the order of the form, and takes away', () => {
    const page = group(SHOP, ...web)
    expect(after(SHOP, setField(page, field(SHOP, ...web, 'stopTimeout'), '20s'))).toContain('command: node web.js\n        stopTimeout: 20s\n')
    expect(after(SHOP, setField(page, field(SHOP, ...web, 'command'), ['node', 'web.js']))).toContain('command: [node, web.js]\n')
    expect(after(SHOP, setField(page, field(SHOP, ...web, 'dependsOn'), undefined))).not.toContain('  dependsOn: [api]\n        health')
    expect(setField(page, field(SHOP, ...web, 'stopTimeout'), undefined)).toEqual([])
  })
  it('what is taken over is set here, also in a part that is taken over as a whole', () => {
    expect(after(SHOP, setHere(group(SHOP, ...web), field(SHOP, ...web, 'env')))).toContain('command: node web.js\n        env: { PORT: 8080 }\n')
    const copy = [...staging, 'services', 'copy']
    expect(after(SHOP, setField(group(SHOP, ...copy), field(SHOP, ...copy, 'stopTimeout'), '5s'))).toContain('copy: { <<: *api, stopTimeout: 5s }\n')
  })
  it('a new name is followed by what names it', () => {
    const text = after(SHOP, renameEntry(group(SHOP, ...staging), services(SHOP), 'api', 'core'))
    expect(text).toContain('      core: &api\n')
    expect(text.match(/\[core\]/g)).toHaveLength(2)
    expect(text).toContain('usedBy: [core, web]')
    expect(text).toContain('dependOn: [api]')
  })
  it('a first service in an empty file', () => {
    let text = after('', setField(group(''), field('', 'version'), 1))
    text = after(text, setField(group(text), field(text, 'name'), 'shop'))
    text = after(text, addEntry(node(text, 'environments') as FormEntries, 'staging', ''))
    text = after(text, addEntry(services(text), 'web', 'process'))
    text = after(text, setField(group(text, ...web), field(text, ...web, 'command'), ['node', 'web.js']))
    expect(text).toBe('version: 1\nname: shop\nenvironments:\n  staging:\n    services:\n      web:\n        runtime: process\n        command: [node, web.js]\n')
    expect(parseProject(text, SCHEMAS).problems).toEqual([])
  })
  it('probes and files', () => {
    expect(after(SHOP, addItem(node(SHOP, ...web, 'health') as FormItems, 'http://x/'))).toContain('          - { http: "http://127.0.0.1/" }\n          - { http: http://x/ }\n')
    const files = node(SHOP, ...staging, 'config', 'files') as FormItems
    expect(after(SHOP, addItem(files, 'c.json'))).toContain('files: [.env, { path: b.json, usedBy: [api] }, c.json]')
    const short = files.items[0]!
    expect(after(SHOP, setField(short, short.members[0] as FormField, '.env.x'))).toContain('files: [.env.x, {')
    expect(after(SHOP, setField(short, short.members[1] as FormField, ['web']))).toContain('files: [{ path: .env, usedBy: [web] }, {')
  })
  it('a list is changed entry by entry', () => {
    const used = field(SHOP, ...staging, 'databases', 'main', 'usedBy')
    const main = group(SHOP, ...staging, 'databases', 'main')
    expect(listEdits(main, used, ['web', 'api'])).toEqual([{ kind: 'move', path: [...used.path, 0], to: 1 }])
    expect(after(SHOP, listEdits(main, used, []))).toContain('{ engine: sqlite, path: a.db }')
  })
  it('typed text becomes the value that it means', () => {
    expect([['number', '8080'], ['number', '08'], ['number', 'x'], ['text', '8080']].map(([kind, text]) => typedValue({ kind: kind as FormField['kind'], choices: [] }, text!))).toEqual([8080, '08', 'x', '8080'])
    expect(typedValue({ kind: 'choice', choices: [1] }, '1')).toBe(1)
  })
})
