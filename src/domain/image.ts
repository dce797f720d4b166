/** References of container images as registries take them: `registry.example:5000/shop/web:v1.1.0@sha256:…`. */
import { stripControl } from './text'

const LONGEST = 512
const HOST = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?'
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}'
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-f]{32,}'
const REFERENCE = new RegExp(`^(?:${HOST}/)?${PART}(?:/${PART})*(?::${TAG})?(?:@${DIGEST})?$`)

/** Why it is no image reference, a sentence; null when it is one. */
export function imageProblem(reference: string): string | null {
  const shown = stripControl(reference.length > 80 ? `${reference.slice(0, 80)}…` : reference)
  if (reference === '') return 'An image reference must not be empty.'
  if (reference.length > LONGEST) return `The image reference ${shown} is longer than ${LONGEST} characters.`
  return REFERENCE.test(reference) ? null : `'${shown}' is not an image reference such as registry.example/shop/web:v1.1.0.`
}
