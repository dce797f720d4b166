import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLSeq } from 'yaml'
import { isReference } from '../config/address'
import { maskLines } from '../config/mask-lines'
import { maskArguments } from '../config/mask-options'
import { isSecretValue } from '../config/secret'
import { isSecretKey } from '../config/secret-name'
import { nameOf, type Path } from './document'
import type { Checking } from './issues'

const HIDDEN = '\u0000'
const ADVICE = 'Write $NAME, which is read from the environment or the secret store at run time.'

/** Reports secrets written into the file: they belong into the environment or the secret store. Never shows the value. */
export function checkSecrets(checking: Checking): void {
  const root = checking.yaml.document?.contents
  if (root !== null && root !== undefined) walk(checking, root as Node, [])
}

function walk(checking: Checking, node: Node | null, path: Path): void {
  if (isMap(node)) for (const pair of node.items) walk(checking, pair.value as Node | null, [...path, nameOf(pair)])
  else if (isSeq(node)) {
    checkArguments(checking, node, path)
    for (const [index, item] of node.items.entries()) walk(checking, item as Node | null, [...path, index])
  } else if (isScalar(node)) checkScalar(checking, node, path)
}

/** `[--password, hunter2]`: a value by the option before it, where neither of them says it alone. */
function checkArguments(checking: Checking, node: YAMLSeq, path: Path): void {
  const argv = node.items.map((item) => (isScalar(item) ? String(item.value) : ''))
  const masked = maskArguments(argv, (text) => maskLines(text, HIDDEN), HIDDEN)
  for (const [index, item] of node.items.entries()) {
    if (masked[index] === argv[index] || !isScalar(item) || reasonOf(item.value, null) !== null) continue
    checking.problems.push({ ...checking.yaml.placeOf(item), message: `This argument holds a secret in plain text. ${ADVICE}`, severity: 'error', correct: null, path: [...path, index] })
  }
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
