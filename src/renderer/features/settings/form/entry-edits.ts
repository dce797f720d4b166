import { move, remove, renameEntry, type FormEntries, type FormGroup } from '../../../../domain/form'
import { nameProblem } from '../../../../domain/project/names'
import { keyLabel } from '../../../components/platform'
import { visibleText } from '../../../components/visible'
import { notify } from '../../../stores/notices'
import type { Form } from './useForm'

const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`)

/** Why this cannot be a name among the entries, a sentence; null when it can. */
export function whyNoName(entries: FormEntries, name: string): string | null {
  if (entries.entries.some((entry) => entry.key === name)) return `There is ${article(entries.word)} "${visibleText(name)}" already.`
  return nameProblem(article(entries.word), name)
}

export function takeOut(form: Form, name: string, path: FormGroup['path']): boolean {
  const reason = form.edit(remove(path))
  notify(reason ?? `${visibleText(name)} is taken out of the text. ${keyLabel('mod+z')} takes that back.`, reason === null ? 'neutral' : 'failed')
  return reason === null
}

/** By one place, up or down. */
export function moveBy(form: Form, entries: FormEntries, index: number, by: -1 | 1): boolean {
  const entry = entries.entries[index]
  if (entry === undefined || entries.entries[index + by] === undefined) return false
  const reason = form.edit(move(entry.path, index + by))
  if (reason !== null) notify(reason, 'failed')
  return reason === null
}

export function rename(form: Form, entries: FormEntries, name: string, to: string): string | null {
  const around = form.pages.findLast(({ group }) => group.members.includes(entries))?.group ?? form.pages[0]?.group
  if (around === undefined) return 'There is nothing there any more.'
  return whyNoName(entries, to) ?? form.edit(renameEntry(around, entries, name, to))
}
