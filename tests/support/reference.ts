/** The tables of docs/backstep-yaml.md, from the schemas. Between `<!-- keys: NAME -->` and `<!-- end -->` stands one table. */
import { labelOf, shapeOf } from '../../src/domain/form/shape'
import { DATABASE, SERVICE } from '../../src/domain/project/schema'
import type { JsonSchema } from '../../src/domain/views'

const get = (schema: JsonSchema | undefined, key: string): JsonSchema => schema?.properties?.[key] ?? {}
const each = (schema: JsonSchema): readonly JsonSchema[] => shapeOf(schema).forms

/** Tables by name: `project`, `environment`, `service`, `runtime git`, … */
export function tablesOf(project: JsonSchema): ReadonlyMap<string, string> {
  const environment = each(get(project, 'environments'))[0] ?? {}
  const [services, databases] = [each(get(environment, 'services')), each(get(environment, 'databases'))]
  const probe = each(get(services[0], 'health'))[0] ?? {}
  const others = Object.entries(project.properties ?? {}).filter(([, schema]) => shapeOf(schema).kind === 'group')
  return new Map([
    ['project', tableOf(project)], ['environment', tableOf(environment)], ['configuration file', tableOf(each(get(get(environment, 'config'), 'files'))[0] ?? {})],
    ...others.map(([key, schema]) => [key, tableOf(schema)] as const),
    ['service', tableOf(shared(services), services)], ['probe', tableOf(probe)], ...own(services, 'runtime'),
    ['database', tableOf(shared(databases), databases)], ...own(databases, 'engine')
  ])
}

/** In every form, the kind itself included. */
function shared(forms: readonly JsonSchema[]): JsonSchema {
  const [kind] = Object.keys(forms[0]?.properties ?? {})
  const common = Object.entries(forms[0]?.properties ?? {}).filter(([key]) => key === kind || SHARED.has(key))
  return { properties: Object.fromEntries(common), required: forms[0]?.required ?? [] }
}
const SHARED = new Set([...Object.keys(SERVICE), ...Object.keys(DATABASE)])

function own(forms: readonly JsonSchema[], kindKey: string): readonly (readonly [string, string])[] {
  return forms.map((form) => [`${kindKey} ${String(get(form, kindKey).const)}`, tableOf({ ...form, properties: Object.fromEntries(Object.entries(form.properties ?? {}).filter(([key]) => key !== kindKey && !SHARED.has(key))) })] as const)
}

function tableOf(schema: JsonSchema, forms: readonly JsonSchema[] = []): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, property]) => `| \`${key}\` | ${otherwise(property, schema.required?.includes(key) ?? false)} | ${meaning(key, property, forms)} |`)
  return ['| key | default | meaning |', '|---|---|---|', ...rows].join('\n')
}

function otherwise(schema: JsonSchema, required: boolean): string {
  if (required) return 'required'
  const { otherwise: value } = shapeOf(schema)
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0) ? 'none' : `\`${String(value)}\``
}

function meaning(key: string, schema: JsonSchema, forms: readonly JsonSchema[]): string {
  const shape = shapeOf(schema)
  const choices = forms.length > 0 && schema.const !== undefined ? forms.map((form) => get(form, key).const) : shape.choices
  const listed = choices.length > 1 ? ` One of ${choices.map((choice) => `\`${String(choice)}\``).join(', ')}.` : choices.length === 1 ? ` \`${String(choices[0])}\`.` : ''
  const title = shape.title === undefined || shape.title === labelOf(key, { title: undefined }) ? '' : `**${shape.title}.** `
  return `${title}${shape.description}${listed}`.replaceAll('|', '\\|')
}

/** The page with these tables in place of those that it has. */
export function withTables(page: string, tables: ReadonlyMap<string, string>): string {
  return page.replace(/(<!-- keys: (.+?) -->\n)[^]*?(<!-- end -->)/g, (_whole, start: string, name: string, end: string) => `${start}${tables.get(name) ?? `There is no table "${name}".`}\n${end}`)
}
export const tablesIn = (page: string): readonly string[] => [...page.matchAll(/<!-- keys: (.+?) -->/g)].map(([, name]) => name ?? '')
