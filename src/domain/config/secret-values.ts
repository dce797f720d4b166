/** The secrets that a configuration file holds, so that they can be masked wherever a program prints them. */
import { userInfo } from './address'
import { readEnv } from './env'
import { readIni } from './ini'
import { formatOf } from './entries'
import { assignmentOf, nameOfValue } from './named-items'
import { isSecretValue } from './secret'
import { isSecretKey } from './secret-name'
import { jsonTree, yamlTree, type Tree } from './tree'

/** A shorter one, or a switch, stands in other words by chance; masked, it would blank half of every output. */
const SHORTEST = 6
const PLAIN = /^(?:true|false|yes|no|null|none|default|\d{1,7})$/i

/** Values behind a key that names a secret, values that are one by their form, and passwords in addresses. Never throws. */
export function secretValues(path: string, text: string): readonly string[] {
  const values = leavesOf(path, text).flatMap(({ value, named }) => {
    const info = userInfo(value)
    if (info !== null) return [info.slice(info.indexOf(':') + 1)]
    return named || isSecretValue(value) ? [value] : []
  })
  return [...new Set(values)].filter((value) => value.length >= SHORTEST && !PLAIN.test(value))
}

interface Leaf { readonly value: string; readonly named: boolean }

function leavesOf(path: string, text: string): readonly Leaf[] {
  try {
    const format = formatOf(path)
    if (format === 'env') return (readEnv(text) ?? []).map(({ key, value }) => ({ value, named: isSecretKey(key) }))
    if (format === 'ini' || format === 'toml') return iniLeaves(text)
    if (format === 'unknown') return []
    return leavesIn(format === 'json' ? jsonTree(text) : yamlTree(text), false)
  } catch {
    return []
  }
}

/** With what follows it in its line and without: one program takes that for a comment, another for a part of the value. */
const iniLeaves = (text: string): readonly Leaf[] => (readIni(text, 'ini') ?? []).flatMap(({ section, key, value }) =>
  [value.replace(/\s[#;].*$/, '').trimEnd(), value].map((one) => ({ value: one, named: isSecretKey(key) || isSecretKey(section) })))

/** All that stands below a key that names a secret is one, and the value of an item with such a name. */
function leavesIn(tree: Tree, named: boolean): readonly Leaf[] {
  if (tree instanceof Map) return [...(tree as ReadonlyMap<unknown, Tree>)].flatMap(([key, value]) => leavesIn(value, named || isSecretKey(String(key)) || (key === 'value' && isSecretKey(nameOfValue(tree) ?? ''))))
  if (Array.isArray(tree)) return (tree as readonly Tree[]).flatMap((item) => (typeof item === 'string' ? ofAssignment(item, named) : leavesIn(item, named)))
  return typeof tree === 'string' || typeof tree === 'bigint' || typeof tree === 'number' ? [{ value: String(tree), named }] : []
}

function ofAssignment(item: string, named: boolean): readonly Leaf[] {
  const { name, value } = assignmentOf(item) ?? { name: '', value: item }
  return isSecretKey(name) ? [{ value, named: true }] : [{ value: item, named }]
}
