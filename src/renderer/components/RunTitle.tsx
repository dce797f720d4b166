import type { RunInProgress } from '../../domain/views'
import { UserText } from './UserText'

/** "The rollback of staging to v1.1.0" */
export function RunTitle({ run }: { readonly run: Pick<RunInProgress, 'kind' | 'environment' | 'to'> }) {
  const verb = run.kind === 'undo' ? 'The undo' : 'The rollback'
  return <>{verb} of <UserText>{run.environment}</UserText> to <UserText>{run.to}</UserText></>
}
