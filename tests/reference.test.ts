/** docs/backstep-yaml.md and docs/backstep.schema.json say what the schemas say. Written anew with BACKSTEP_WRITE_DOCS=1 npx vitest run tests/reference.test.ts */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { projectJsonSchema } from '../src/domain/project'
import { databases } from '../src/engine/databases'
import { runtimes } from '../src/engine/runtimes'
import { tablesIn, tablesOf, withTables } from './support/reference'

const docs = path.resolve(import.meta.dirname, '../docs')
const [page, published] = [path.join(docs, 'backstep-yaml.md'), path.join(docs, 'backstep.schema.json')]
const schema = projectJsonSchema({ runtimes, databases })
const write = process.env['BACKSTEP_WRITE_DOCS'] === '1'

it('the tables of keys are those of the schemas', () => {
  const tables = tablesOf(schema)
  const wanted = withTables(readFileSync(page, 'utf8'), tables)
  if (write) writeFileSync(page, wanted)
  expect(tablesIn(wanted)).toEqual(expect.arrayContaining([...tables.keys()]))
  expect(readFileSync(page, 'utf8')).toBe(wanted)
})

it('the published JSON Schema is that of this version', () => {
  const wanted = `${JSON.stringify(schema, null, 2)}\n`
  if (write) writeFileSync(published, wanted)
  expect(readFileSync(published, 'utf8')).toBe(wanted)
})
