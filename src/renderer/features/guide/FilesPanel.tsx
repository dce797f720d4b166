import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import type { Comparison, PreparedView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Panel } from '../../components/Panel'
import { formatAmount } from '../../format'
import { FileDiffPane } from './FileDiffPane'
import { FileList } from './FileList'
import { edit, useGuide } from './guide-store'

type Files = NonNullable<Comparison['files']>

/** Files that change, one open at a time. */
export function FilesPanel({ plan, listed }: { readonly plan: PreparedView; readonly listed?: boolean }) {
  const { files } = plan.comparison
  const open = useGuide(({ draft }) => draft.file)
  const index = useMemo(() => Math.max(0, files?.list.findIndex(({ path }) => path === open) ?? 0), [files, open])
  const file = files?.list[index]
  if (!files || !file) return <Panel title="Files"><p className="pad sec">{files ? 'No file differs.' : 'Files can be compared only where both versions are commits of one repository.'}</p></Panel>
  return (
    <Panel
      title="Files" className="files-panel"
      count={<>{formatAmount(files.total)}, <span className="back">+{formatAmount(files.added)}</span> <span className="away">−{formatAmount(files.removed)}</span></>}
      actions={<Pager files={files} index={index} />}
    >
      <div className={listed ? 'files-split' : 'files-one'}>
        {listed && <FileList files={files.list} open={index} />}
        <FileDiffPane request={plan.request} file={file} />
      </div>
    </Panel>
  )
}

function Pager({ files: { list, total }, index }: { readonly files: Files; readonly index: number }) {
  const open = (at: number): void => edit({ file: list[at]?.path ?? null })
  return (
    <span className="rowflex files-pager">
      <Button icon={ChevronLeft} iconOnly kind="quiet" disabledReason={index === 0 ? 'This is the first file.' : undefined} onClick={() => open(index - 1)}>Previous file</Button>
      <span className="mut t12 nowrap" aria-live="polite">{`${formatAmount(index + 1)} of ${formatAmount(total)}`}</span>
      <Button icon={ChevronRight} iconOnly kind="quiet" disabledReason={index >= list.length - 1 ? 'This is the last file listed.' : undefined} onClick={() => open(index + 1)}>Next file</Button>
    </span>
  )
}
