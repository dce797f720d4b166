import { z } from 'zod'
import type { JsonSchema } from '../views'
import { jsonSchemaOf } from './issues'
import { DATABASE, ENVIRONMENT, PROJECT, SERVICE, type AdapterSchema, type AdapterSchemas } from './schema'

type Shape = Readonly<Record<string, z.ZodType>>

/** JSON Schema (2020-12) of backstep.yaml, with which editors complete and check it, and of which the form is made. */
export function projectJsonSchema(schemas: AdapterSchemas): JsonSchema {
  const { $schema: _, ...project } = jsonSchemaOf(PROJECT) as JsonSchema & { readonly $schema?: string }
  const environments = { ...project.properties?.['environments'], propertyNames: { maxLength: 64, pattern: '^[^-.\\s/][^\\s/]*$' }, additionalProperties: environmentSchema(schemas) }
  return {
    ...{ $schema: 'https://json-schema.org/draft/2020-12/schema' }, title: 'backstep.yaml',
    ...project, properties: { ...project.properties, environments }, patternProperties: { '^x-': {} }
  }
}

function environmentSchema(schemas: AdapterSchemas): JsonSchema {
  const environment = bare(ENVIRONMENT)
  const of = (key: string, shape: Shape, kindKey: string, adapters: readonly AdapterSchema[]): JsonSchema =>
    ({ ...environment.properties?.[key], additionalProperties: { oneOf: adapters.map((adapter) => adapted(shape, kindKey, adapter)) } })
  return {
    ...environment,
    properties: { ...environment.properties, services: of('services', SERVICE, 'runtime', schemas.runtimes), databases: of('databases', DATABASE, 'engine', schemas.databases) }
  }
}

/** First what it is, then its own keys, then those that all have. */
function adapted(shape: Shape, kindKey: string, { kind, settings }: AdapterSchema): JsonSchema {
  const [common, own] = [bare(z.strictObject(shape)), bare(settings)]
  const { [kindKey]: kindOf, ...others } = common.properties ?? {}
  return {
    type: 'object', additionalProperties: false,
    properties: { [kindKey]: { ...described(kindOf), const: kind }, ...own.properties, ...others },
    required: [...(common.required ?? []), ...(own.required ?? [])],
    ...(own.$defs === undefined ? {} : { $defs: own.$defs })
  }
}

const described = ({ title, description }: JsonSchema = {}): JsonSchema => ({ ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) })

function bare(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = jsonSchemaOf(schema) as JsonSchema & { readonly $schema?: string }
  return rest
}
