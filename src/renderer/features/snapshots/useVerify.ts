import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import { notify } from '../../components/Toast'
import { formatCount } from '../../format'
import { call } from '../../stores/api'
import { useProjectPath } from '../../stores/project'

export interface Verifying {
  /** Those whose turn is still to come, and the one that is read now. */
  readonly ids: ReadonlySet<string>
  readonly verify: (ids: readonly string[]) => Promise<void>
}

const NONE: ReadonlySet<string> = new Set()

/** Reads snapshots again and compares their checksums, one after the other, so that each answer shows at once. */
export function useVerify(onVerified: () => void): Verifying {
  const project = useProjectPath()
  const [ids, setIds] = useState(NONE)
  const verify = async (wanted: readonly string[]): Promise<void> => {
    if (ids.size > 0) return
    const left = new Set(wanted)
    let differ = 0
    try {
      for (const id of wanted) {
        setIds(new Set(left))
        const { rows } = await call('snapshots:verify', { project, id })
        if (rows.find((row) => row.id === id)?.verified?.ok === false) differ += 1
        left.delete(id)
        onVerified()
      }
      notify(sentence(wanted.length, differ), differ === 0 ? 'ok' : 'failed')
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    setIds(NONE)
  }
  return { ids, verify }
}

function sentence(count: number, differ: number): string {
  if (differ === 0) return count === 1 ? 'The snapshot is as it was written.' : `All ${formatCount(count, 'snapshot')} are as they were written.`
  return count === 1 ? 'The snapshot is not as it was written.' : `${differ} of ${formatCount(count, 'snapshot')} ${differ === 1 ? 'is' : 'are'} not as written.`
}
