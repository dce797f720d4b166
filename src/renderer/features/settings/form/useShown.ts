import { useEffect, useState } from 'react'
import { leadsTo, type FormGroup, type FormNode } from '../../../../domain/form'
import { useFormContext } from './context'

export const isField = (member: FormNode): boolean => !('members' in member || 'entries' in member || 'items' in member)

export interface Shown {
  readonly shown: readonly FormNode[]
  /** What holds its default, or nothing: not in sight until it is asked for. */
  readonly more: readonly FormNode[]
  readonly showMore: () => void
}

/** Which members of a part are in sight. What was, stays: nothing leaves while it is worked on. */
export function useShown(group: FormGroup): Shown {
  const { marked } = useFormContext()
  const [all, showAll] = useState(false)
  const [seen] = useState(() => new Set<string>())
  const isShown = (member: FormNode): boolean => all || seen.has(member.key) || matters(member) || (marked !== null && leadsTo(member.path, marked))
  const shown = group.members.filter(isShown)
  useEffect(() => {
    for (const { key } of shown) seen.add(key)
  })
  return { shown, more: group.members.filter((member) => !isShown(member)), showMore: () => showAll(true) }
}

function matters(member: FormNode): boolean {
  if (member.problems.length > 0) return true
  if (member.kind === 'group') return member.members.some((one) => (isField(one) ? one.state === 'set' || one.problems.length > 0 : true))
  // A choice of one that is made is no question any more.
  if (member.kind === 'choice' && member.choices.length === 1 && member.state === 'set' && member.value === member.choices[0]) return false
  return !isField(member) || member.kind === 'boolean' || member.required || member.state === 'set' || member.state === 'taken'
}
