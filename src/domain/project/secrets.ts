import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { isReference } from '../config/address'
import { isSecretValue } from '../config/secret'
import { isSecretKey } from '../config/secret-name'
import { nameOf, type Path } from './document'
import type { Checking } from './issues'

const ADVICE = 'Write $NAME, which is read from the environment or the secret store at run time.'

/** Reports secrets written into the file: they belong into the environment or the secret store. Never shows the value. */
export function checkSecrets(checking: Checking): void {
  const root = checking.yaml.document?.contents
  if (root !== null && root !== undefined) walk(checking, root as Node, [])
}

function walk(checking: Checking, node: Node | null, path: Path): void {
  if (isMap(node)) for (const pair of node.items) walk(checking, pair.value as Node | null, [...path, nameOf(pair)])
  else if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(checking, item as Node | null, [...path, index])
  else if (isScalar(node)) checkScalar(checking, node, path)
}

function checkScalar(checking: Checking, node: Scalar, path: Path): void {
  const key = path.findLast((part) => typeof part === 'string')
  const message = reasonOf(node.value, key ?? null)
  if (message !== null) checking.problems.push({ ...checking.yaml.placeOf(node), message: `${message} ${ADVICE}`, severity: 'error', correct: null, path })
}

function reasonOf(value: unknown, key: string | null): string | null {
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '' || isReference(String(value))) return null
  if (key !== null && isSecretKey(key)) return `"${key}" holds a secret in plain text.`
  return typeof value === 'string' && isSecretValue(value) ? `${key === null ? 'This' : `"${key}"`} holds an address with a password, or a token, in plain text.` : null
}
