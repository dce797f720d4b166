import { describe, expect, it } from 'vitest'
import { applyEdits, type Edit } from '.'

/** The lines that go (-) and come (+). */
function changes(text: string, ...edits: readonly Edit[]): readonly string[] {
  const result = applyEdits(text, edits)
  if (!result.ok) return [result.reason]
  const [before, after] = [text.split('\n'), result.text.split('\n')]
  let start = 0
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  return [...before.slice(start, before.length - end).map((line) => `-${line}`), ...after.slice(start, after.length - end).map((line) => `+${line}`)]
}

const SHOP = `# The shop
version: 1
x-base: &base
  runtime: process
  env: { PORT: "8080", TOKEN: $T } # shared

services:
  # answers
  api:
    <<: *base
    stopTimeout: 10s   # long enough

  web:
    runtime: 'process'
    command:
      - node
      # the file
      - "web.js"
    note: |
      one
      two
  copy: *base
`
const api = ['services', 'api']
const web = ['services', 'web']

describe('a value', () => {
  it('keeps its quotes and the comment beside it', () => {
    expect(changes(SHOP, { kind: 'set', path: [...api, 'stopTimeout'], value: '20s' })).toEqual(['-    stopTimeout: 10s   # long enough', '+    stopTimeout: 20s   # long enough'])
    expect(changes(SHOP, { kind: 'set', path: [...web, 'runtime'], value: 'git' })).toEqual(["-    runtime: 'process'", "+    runtime: 'git'"])
    expect(changes(SHOP, { kind: 'set', path: [...web, 'command', 1], value: 'b.js' })).toEqual(['-      - "web.js"', '+      - "b.js"'])
  })
  it('of several lines stays one', () => expect(changes(SHOP, { kind: 'set', path: [...web, 'note'], value: 'one\n\nthree\n' })).toEqual(['-      two', '+', '+      three']))
  it('that would be read as something else gets quotes', () => {
    for (const value of ['8080', 'true', 'yes', '<<', '${version}', 'a: b', '', '12:30']) expect(changes('a: { b: x }', { kind: 'set', path: ['a', 'b'], value })).toEqual(['-a: { b: x }', `+a: { b: "${value}" }`])
    expect(changes('a: x', { kind: 'set', path: ['a'], value: '\u202eabc' })).toEqual(['-a: x', '+a: "\\u202eabc"'])
  })
  it('that is there already changes nothing', () => expect(changes(SHOP, { kind: 'set', path: [...api, 'stopTimeout'], value: '10s' })).toEqual([]))
  it('of another shape', () => {
    expect(changes(SHOP, { kind: 'set', path: [...web, 'command'], value: 'node web.js' })).toEqual(['-    command:', '-      - node', '-      # the file', '-      - "web.js"', '+    command: node web.js'])
    expect(changes('a: x # c\nb: 1\n', { kind: 'set', path: ['a'], value: [{ http: 'y' }] })).toEqual(['-a: x # c', '+a: # c', '+  - { http: y }'])
    expect(changes('a: # c\n  b: 1\n', { kind: 'set', path: ['a'], value: 2 })).toEqual(['-a: # c', '-  b: 1', '+a: 2 # c'])
  })
})

describe('a new one', () => {
  it('stands where the order says', () => {
    const order = ['runtime', 'command', 'directory', 'note']
    expect(changes(SHOP, { kind: 'set', path: [...web, 'directory'], value: '.', order })).toEqual(['+    directory: .'])
    expect(applyEdits(SHOP, [{ kind: 'set', path: [...web, 'directory'], value: '.', order }])).toMatchObject({ text: expect.stringContaining('"web.js"\n    directory: .\n    note') })
  })
  it('with an empty line above, where all have one', () => {
    expect(changes('a:\n  x: 1\n\n  y: 2\nb: 3\n', { kind: 'set', path: ['a', 'z'], value: 3 })).toEqual(['+', '+  z: 3'])
    expect(changes('a:\r\n  x: 1\r\n\r\n  y: 2\r\n', { kind: 'set', path: ['a', 'z'], value: 3 })).toEqual(['+\r', '+  z: 3\r'])
  })
  it('in what was empty', () => {
    const set: Edit = { kind: 'set', path: ['services', 'web'], value: { runtime: 'git', command: ['x'] }, open: true }
    const lines = ['+services:', '+  web:', '+    runtime: git', '+    command: [x]']
    for (const text of ['', '# only this\n', '\ufeff', '---\n']) expect(changes(text, set).map((line) => line.replace('\ufeff', ''))).toEqual(expect.arrayContaining(lines))
    expect(changes('services: {} # none yet\nx: 1\n', set)).toEqual(['-services: {} # none yet', '+services: # none yet', ...lines.slice(1)])
    expect(changes('services: # none yet\n# more\nx: 1\n', set)).toEqual(lines.slice(1))
    expect(changes('{}\n', set)).toEqual(['-{}', ...lines])
    expect(changes('a:\n  - x\n  -\n', { kind: 'set', path: ['a', 1, 'b'], value: 1 })).toEqual(['-  -', '+  - { b: 1 }'])
  })
  it('in brackets', () => {
    expect(changes('a: { b: 1, } # c\n', { kind: 'set', path: ['a', 'c'], value: ['x', '${v}'] })).toEqual(['-a: { b: 1, } # c', '+a: { b: 1, c: [x, "${v}"], } # c'])
    expect(changes('a: [x]\n', { kind: 'insert', path: ['a'], index: 0, value: 'y' })).toEqual(['-a: [x]', '+a: [y, x]'])
  })
  it('at the end of a file without a last line end', () => expect(changes('a:\n  - x', { kind: 'insert', path: ['a'], index: 1, value: { b: 1 } })).toEqual(['+  - { b: 1 }']))
  it('like those beside it', () => expect(changes('a:\n- x: 1\n  y: 2\n', { kind: 'insert', path: ['a'], index: 1, value: { x: 3, y: 4 } })).toEqual(['+- x: 3', '+  y: 4']))
})

describe('what is removed, moved or renamed', () => {
  it('a part goes with the comment right above it, a single key leaves it', () => {
    expect(changes(SHOP, { kind: 'remove', path: api })).toEqual(['-  # answers', '-  api:', '-    <<: *base', '-    stopTimeout: 10s   # long enough', '-'])
    expect(changes('a:\n  # why\n  b: 1\n  c: 2\n', { kind: 'remove', path: ['a', 'b'] })).toEqual(['-  b: 1'])
  })
  it('the last one leaves its place empty', () => {
    expect(changes('a: # c\n  b: 1 # d\n', { kind: 'remove', path: ['a', 'b'] })).toEqual(['-a: # c', '-  b: 1 # d', '+a: {} # c # d'])
    expect(changes('a:\n  - b\n', { kind: 'remove', path: ['a', 0] })).toEqual(['-a:', '-  - b', '+a: []'])
    expect(applyEdits('a: # c\n\n  # d\n\n  b: |- # e\n    two\n    lines', [{ kind: 'remove', path: ['a', 'b'] }])).toMatchObject({ text: 'a: {} # c\n\n  # d\n' })
  })
  it('beside a dash', () => expect(changes('a:\n  - b: 1\n    c: 2\n', { kind: 'remove', path: ['a', 0, 'b'] })).toEqual(['-  - b: 1', '-    c: 2', '+  - c: 2']))
  it('a part moves with its comment, the head of the file stays', () => {
    expect(applyEdits(SHOP, [{ kind: 'move', path: web, to: 0 }])).toMatchObject({ text: expect.stringMatching(/\nservices:\n {2}web:\n[^]*two\n\n {2}# answers\n {2}api:/) })
    expect(applyEdits('# head\na: 1\nb: 2 # b', [{ kind: 'move', path: ['a'], to: 1 }])).toMatchObject({ text: '# head\nb: 2 # b\na: 1' })
    expect(applyEdits('a: [x, "y" , z]', [{ kind: 'move', path: ['a', 2], to: 0 }])).toMatchObject({ text: 'a: [z, x , "y"]' })
  })
  it('a name', () => {
    expect(changes(SHOP, { kind: 'rename', path: web, to: 'site' })).toEqual(['-  web:', '+  site:'])
    expect(changes(SHOP, { kind: 'rename', path: web, to: 'api' })).toEqual(['There is "api" already.'])
  })
})

describe('what is taken over with an anchor', () => {
  it('is set here, the rest stays taken over', () => {
    expect(changes(SHOP, { kind: 'set', path: [...api, 'env'], value: { PORT: '1' } })).toEqual(['+    env: { PORT: "1" }'])
    expect(changes(SHOP, { kind: 'set', path: [...api, 'env', 'PORT'], value: '1' })).toEqual(['+    env: { PORT: "1", TOKEN: $T }'])
    expect(changes(SHOP, { kind: 'set', path: ['services', 'copy', 'stopTimeout'], value: '1s' })).toEqual(['-  copy: *base', '+  copy: { <<: *base, stopTimeout: 1s }'])
    expect(changes('a: &a [x]\nb: *a\n', { kind: 'insert', path: ['b'], index: 1, value: 'y' })).toEqual(['-b: *a', '+b: [x, y]'])
  })
  it('changes everywhere when it is changed at its anchor', () => expect(changes(SHOP, { kind: 'set', path: ['x-base', 'env', 'PORT'], value: '1' })).toEqual(['-  env: { PORT: "8080", TOKEN: $T } # shared', '+  env: { PORT: "1", TOKEN: $T } # shared']))
  it('is refused where it would be lost', () => {
    expect(changes(SHOP, { kind: 'remove', path: ['x-base'] })).toEqual(['Another part of the file takes this over with *base. Change that first.'])
    expect(changes(SHOP, { kind: 'move', path: ['x-base'], to: 2 })).toEqual(['What *base stands for has to come before it. Nothing was moved.'])
    expect(changes(SHOP, { kind: 'remove', path: [...api, 'runtime'] })).toEqual([expect.stringContaining('comes from another part of the file')])
  })
})

it('a text that is not YAML is left alone, with a reason', () => {
  expect(changes('a: [', { kind: 'set', path: ['a'], value: 1 })).toEqual(['The text cannot be read as YAML. Correct that first, in the text.'])
  expect(changes('a: 1', { kind: 'remove', path: ['b'] })).toEqual(['There is nothing there any more.'])
})
