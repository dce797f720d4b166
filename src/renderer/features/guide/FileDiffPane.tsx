import { FileDiff as FileIcon } from 'lucide-react'
import type { RollbackRequest } from '../../../domain/plan'
import type { FileDiff } from '../../../domain/views'
import { Empty, Loading } from '../../components/Empty'
import { PathText } from '../../components/PathText'
import { ProblemEmpty } from '../../components/ProblemView'
import { formatAmount } from '../../format'
import { useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import type { ChangedFile } from './FileList'
import { HunksView } from './HunksView'

/** The changes in one file, asked for when it is opened. */
export function FileDiffPane({ request, file }: { readonly request: RollbackRequest; readonly file: ChangedFile }) {
  const project = useProjectPath()
  const input = { project, request: { ...request, services: [...request.services] }, path: file.path }
  const diff = useCall('guide:file', file.binary ? null : input)
  return (
    <div className="file-pane">
      <p className="file-line">
        <FileIcon className="icon" aria-hidden="true" />
        <PathText className="mono">{file.path}</PathText>
        <span className="spacer" />
        {!file.binary && <><span className="mono back">+{formatAmount(file.added)}</span><span className="mono away">−{formatAmount(file.removed)}</span></>}
      </p>
      {file.binary && <Empty level={3} title="This file is not text">Its content changes; there are no lines to show.</Empty>}
      {diff.loading && diff.value === undefined && !file.binary && <Loading label="Reading the file" lines={6} />}
      {diff.problem && diff.value === undefined && <ProblemEmpty level={3} problem={diff.problem} />}
      {diff.value && <Lines diff={diff.value} />}
    </div>
  )
}

function Lines({ diff }: { readonly diff: FileDiff }) {
  if (diff.binary) return <Empty level={3} title="This file is not text">Its content changes; there are no lines to show.</Empty>
  if (diff.hunks.length === 0) return <Empty level={3} title="No line differs">Only its mode or its name changes.</Empty>
  return (
    <>
      <HunksView diff={diff} />
      {diff.truncated && <p className="callout sec"><span /><span>The file is long: only its first differences are shown.</span></p>}
    </>
  )
}
