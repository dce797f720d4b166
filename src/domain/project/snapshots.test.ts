import { describe, expect, it } from 'vitest'
import { KEEP_ALL } from '../snapshot-policy'
import { age, size } from './amounts'
import { parseProject, projectJsonSchema } from '.'

const SCHEMAS = { runtimes: [], databases: [] }
const parse = (lines: string) => parseProject(`version: 1\nname: shop\n${lines}environments: {}\n`, SCHEMAS)
const problems = (lines: string): readonly string[] => parse(lines).problems.map(({ line, message }) => `${line}: ${message}`)

describe('snapshots in backstep.yaml', () => {
  it('keep everything unless limits are given', () => {
    expect(parse('').definition?.snapshots).toEqual(KEEP_ALL)
    expect(parse('snapshots: {}\n').definition?.snapshots).toEqual(KEEP_ALL)
    expect(parse('snapshots: { keep: { count: 20, age: 90d, size: 20GB }, verify: restorable, prune: after-run }\n').definition?.snapshots)
      .toEqual({ keep: { count: 20, age: 90 * 86_400_000, size: 20e9 }, verify: 'restorable', prune: 'after-run' })
  })
  it('name the line of what is wrong', () => {
    expect(problems('snapshots:\n  keep:\n    count: 0\n    age: 90 days\n    size: 20\n    sizes: 1\n')).toEqual([
      '5: "count" must be at least 1.', '6: "age" is not an age such as 90d, 8w or 12h.', '7: "size" is a number, expected text.', '8: "sizes" is not a key of "keep". Did you mean "size"?'
    ])
    expect(problems('snapshots:\n  keep: { age: 0d, size: 0GB }\n')).toEqual(['4: "age" is not an age such as 90d, 8w or 12h.', '4: "size" is not a size such as 20GB or 500MB.'])
    expect(problems('snapshots:\n  verify: restored\n  prunes: after-run\n')).toEqual(['4: "verify" is "restored", expected intact or restorable.', '5: "prunes" is not a key of "snapshots". Did you mean "prune"?'])
    expect(problems('snapshots: 20\n')).toEqual(['3: "snapshots" is a number, expected keys with values.'])
    expect(problems('snapshot: {}\n')).toEqual(['3: "snapshot" is not a key of the project. Did you mean "snapshots"?'])
  })
  it('are in the schema that editors use', () => {
    expect(projectJsonSchema(SCHEMAS)).toMatchObject({ properties: { snapshots: { type: 'object', additionalProperties: false, properties: { keep: { properties: { count: { minimum: 1 }, age: { pattern: '^[1-9]\\d*(h|d|w)$' } } }, verify: { default: 'intact' } } } } })
  })
})

describe('amounts', () => {
  it('of time', () => expect(['12h', '1d', '8w', '0d', '90', '-1d', '1.5d', '999999w', '90D', ''].map(age)).toEqual([43_200_000, 86_400_000, 4_838_400_000, null, null, null, null, null, null, null]))
  it('of room', () => expect(['500KB', '1.5 MB', '20GB', '2TiB', '0GB', '20', '20gb', '1e9GB', '999999999TB', ''].map(size)).toEqual([500_000, 1_500_000, 20e9, 2 * 2 ** 40, null, null, null, null, null, null]))
})
