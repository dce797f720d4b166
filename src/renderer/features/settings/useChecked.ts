import { useEffect, useState } from 'react'
import type { SettingsText, TextProblem } from '../../../domain/views'
import { call } from '../../stores/api'

interface Checked {
  readonly text: string
  readonly problems: readonly TextProblem[]
}

const DELAY = 200
const NONE: readonly TextProblem[] = []

/** What is wrong in the text, shortly after the last key. */
export function useChecked(project: string, base: SettingsText | undefined, text: string): { readonly problems: readonly TextProblem[]; readonly checking: boolean } {
  const [checked, setChecked] = useState<Checked>()
  const same = base?.text === text
  useEffect(() => {
    if (same) setChecked(undefined)
    if (project === '' || base === undefined || same) return
    let left = false
    const timer = setTimeout(() => {
      const take = (problems: readonly TextProblem[]): void => {
        if (!left) setChecked({ text, problems })
      }
      call('settings:check', { project, text }).then((answer) => take(answer.problems), () => take(NONE))
    }, DELAY)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [project, base, same, text])
  if (same) return { problems: base.problems, checking: false }
  return { problems: checked?.problems ?? base?.problems ?? NONE, checking: checked?.text !== text }
}
