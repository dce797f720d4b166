import { History } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../../domain/problem'
import { Button } from '../../components/Button'
import { useReadOnly } from '../../stores/project'
import { RestoreCopyDialog } from './RestoreCopyDialog'

const DAMAGED: readonly string[] = ['registry-damaged', 'registry-missing']

/** The way out of a damaged registry, beside the problem that says so; nothing for any other problem. */
export function RestoreCopy({ problem }: { readonly problem: Pick<Problem, 'code'> }) {
  const [asked, ask] = useState(false)
  const readOnly = useReadOnly()
  if (!DAMAGED.includes(problem.code)) return null
  return (
    <>
      <Button icon={History} disabledReason={readOnly} onClick={() => ask(true)}>Restore a good copy…</Button>
      {asked && <RestoreCopyDialog onClose={() => ask(false)} />}
    </>
  )
}
