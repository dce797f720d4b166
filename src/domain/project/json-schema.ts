import { z } from 'zod'
import { jsonSchemaOf } from './issues'
import { CONFIG, DATABASE, SERVICE, type AdapterSchema, type AdapterSchemas } from './schema'

type Shape = Readonly<Record<string, z.ZodType>>
interface ObjectSchema { readonly properties?: Readonly<Record<string, unknown>>; readonly required?: readonly string[]; readonly $defs?: Readonly<Record<string, unknown>> }

/** JSON Schema (2020-12) of backstep.yaml, with which editors complete and check it. */
export function projectJsonSchema(schemas: AdapterSchemas): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'backstep.yaml',
    type: 'object',
    required: ['version', 'name', 'environments'],
    properties: {
      version: { const: 1 }, name: { type: 'string', minLength: 1 },
      environments: { type: 'object', propertyNames: { maxLength: 64, pattern: '^[^-.\\s/][^\\s/]*$' }, additionalProperties: { $ref: '#/$defs/environment' } }
    },
    patternProperties: { '^x-': {} },
    additionalProperties: false,
    $defs: { environment: environmentSchema(schemas) }
  }
}

const environmentSchema = (schemas: AdapterSchemas): object => ({
  type: 'object', required: ['services'], additionalProperties: false,
  properties: {
    services: { type: 'object', additionalProperties: { oneOf: schemas.runtimes.map((adapter) => adapted(SERVICE, 'runtime', adapter)) } },
    databases: { type: 'object', additionalProperties: { oneOf: schemas.databases.map((adapter) => adapted(DATABASE, 'engine', adapter)) } },
    config: bare(jsonSchemaOf(CONFIG)),
    strategy: { type: 'object', required: ['kind'], properties: { kind: { const: 'recreate' } }, additionalProperties: false },
    protected: { type: 'boolean', default: false, description: 'True: the name of the environment is typed to confirm.' }
  }
})

function adapted(shape: Shape, kindKey: string, { kind, settings }: AdapterSchema): object {
  const [common, own] = [jsonSchemaOf(z.strictObject(shape)) as ObjectSchema, jsonSchemaOf(settings) as ObjectSchema]
  return {
    type: 'object', additionalProperties: false,
    properties: { ...common.properties, ...own.properties, [kindKey]: { const: kind } },
    required: [...(common.required ?? []), ...(own.required ?? [])],
    ...(own.$defs === undefined ? {} : { $defs: own.$defs })
  }
}

function bare(schema: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'))
}
