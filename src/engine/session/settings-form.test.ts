/** A new adapter needs no line for its form. These hold for every adapter there is, and for whatever stands at the top of backstep.yaml. */
import { describe, expect, it } from 'vitest'
import { formOf, nearestNode, setField, typedValue, type FormField, type FormGroup, type FormNode } from '../../domain/form'
import { everyNode } from '../../domain/form/walk'
import { parseProject, projectJsonSchema } from '../../domain/project'
import { keysOf } from '../../domain/project/issues'
import { applyEdits, type Value } from '../../domain/yaml-edit'
import { databases } from '../databases'
import { runtimes } from '../runtimes'

const SCHEMA = projectJsonSchema({ runtimes, databases })
const one = (of: 'services' | 'databases', kindKey: string, kind: string): string => `version: 1\nname: x\nenvironments:\n  e:\n    ${of === 'databases' ? 'services: {}\n    ' : ''}${of}:\n      it:\n        ${kindKey}: ${kind}\n${of === 'services' ? '        health: [{ http: "http://x/" }]\n' : ''}`
const ADAPTERS = [
  ...runtimes.map((adapter) => ({ adapter, text: one('services', 'runtime', adapter.kind), path: ['environments', 'e', 'services', 'it'] })),
  ...databases.map((adapter) => ({ adapter, text: one('databases', 'engine', adapter.kind), path: ['environments', 'e', 'databases', 'it'] }))
]
const formAt = (text: string, path: readonly string[]): FormGroup => {
  const { root } = formOf(text, SCHEMA, parseProject(text, { runtimes, databases }).problems)
  if (root === null) throw new Error('no form')
  return nearestNode(root, path) as FormGroup
}
const EXAMPLE: Readonly<Record<string, Value>> = { text: 'some', number: 7, boolean: true, duration: '3s', texts: ['a', 'b'], program: ['node', 'a.js'], names: ['it'], map: { NAME: '$NAME' } }
const exampleOf = (field: FormField): Value => (field.kind === 'choice' ? typedValue(field, String(field.choices.at(-1))) : (EXAMPLE[field.kind] ?? null))

describe.each(ADAPTERS)('the form of $adapter.kind', ({ adapter, text, path }) => {
  it('has a field for each of its keys', () => {
    const keys = keysOf(adapter.settings)
    expect(keys.length).toBeGreaterThan(0)
    expect(formAt(text, path).members.map(({ key }) => key)).toEqual(expect.arrayContaining([...keys]))
  })
  it('says in plain words what each is for', () => {
    for (const node of everyNode(formAt(text, path))) {
      if (node.path.length === path.length || typeof node.path.at(-1) === 'number') continue
      expect(node, node.path.join('.')).toMatchObject({ label: expect.stringMatching(/^\p{Lu}/u), description: expect.stringMatching(/^[\p{Lu}$\d]?.{8,}\.$/u) })
      expect(node.kind, `${node.path.join('.')} can be edited in the text only`).not.toBe('other')
    }
  })
  it('what is set in a field stands in the file, and the file is read as it was meant', () => {
    for (const field of formAt(text, path).members.filter((member): member is FormField => member.kind in EXAMPLE)) {
      const result = applyEdits(text, setField(formAt(text, path), field, exampleOf(field)))
      if (!result.ok) throw new Error(result.reason)
      const after = nearestNode(formAt(result.text, path), field.path) as FormField
      expect(after).toMatchObject({ state: 'set', fits: true, value: exampleOf(field) })
      expect(after.problems.filter(({ message }) => / is (text|a list|a number|keys)/.test(message))).toEqual([])
    }
  })
})

it('the rest of the file has words too', () => {
  const text = `version: 1\nname: x\nenvironments:\n  e:\n    services: {}\n    config: { files: [{ path: a }] }\n`
  const shown = (node: FormNode): boolean => node.path.length > 0 && typeof node.path.at(-1) === 'string' && node.path.join('.') !== 'environments.e'
  for (const node of [...everyNode(formAt(text, []))].filter(shown)) expect(node, node.path.join('.')).toMatchObject({ description: expect.stringMatching(/.{8,}\.$/) })
})
