import { useEffect, useState } from 'react'
import { leadsTo, type FormGroup, type FormNode } from '../../../../domain/form'
import { useFormContext } from './context'

export const isField = (member: FormNode): boolean => !('members' in member || 'entries' in member || 'items' in member)

export interface Shown {
  readonly shown: readonly FormNode[]
  /** What holds its default, or nothing: not in sight until it is asked for. */
  readonly more: readonly FormNode[]
  readonly show: (members: readonly FormNode[]) => void
  /** It was asked for: then all that is in it is in sight too. */
  readonly isAsked: (member: FormNode) => boolean
}

/** Which members of a part are in sight. What was, stays: nothing leaves while it is worked on. */
export function useShown(group: FormGroup, all: boolean): Shown {
  const { marked } = useFormContext()
  const [asked, setAsked] = useState<ReadonlySet<string>>(() => new Set())
  const [seen] = useState(() => new Set<string>())
  const isShown = (member: FormNode): boolean => all || asked.has(member.key) || seen.has(member.key) || matters(member) || (marked !== null && leadsTo(member.path, marked))
  const shown = group.members.filter(isShown)
  useEffect(() => {
    for (const { key } of shown) seen.add(key)
  })
  return {
    shown, more: group.members.filter((member) => !isShown(member) && !isSettled(member)),
    show: (members) => setAsked(new Set([...asked, ...members.map(({ key }) => key)])),
    isAsked: ({ key }) => all || asked.has(key)
  }
}

/** A choice of one that is made is no question any more. */
const isSettled = (member: FormNode): boolean => member.kind === 'choice' && member.choices.length === 1 && member.state === 'set' && member.value === member.choices[0]

function matters(member: FormNode): boolean {
  if (member.problems.length > 0) return true
  if (member.kind === 'group') return !member.fits || member.others.length > 0 || member.members.some((one) => (isField(one) ? one.state === 'set' || one.state === 'taken' || one.problems.length > 0 : matters(one)))
  if (isSettled(member)) return false
  return !isField(member) || member.kind === 'boolean' || member.required || member.state === 'set' || member.state === 'taken'
}
