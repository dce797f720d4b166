import { PathText } from '../../components/PathText'
import { Table, type Column } from '../../components/Table'
import type { Comparison } from '../../../domain/views'
import { formatAmount } from '../../format'
import { edit } from './guide-store'

export type ChangedFile = NonNullable<Comparison['files']>['list'][number]

const COLUMNS: readonly Column<ChangedFile>[] = [
  { id: 'path', title: 'File', className: 'mono', cell: ({ path }) => <PathText>{path}</PathText> },
  { id: 'added', title: '+', width: 56, numeric: true, className: 'mono back', cell: ({ added, binary }) => (binary ? '' : formatAmount(added)) },
  { id: 'removed', title: '−', width: 64, numeric: true, className: 'mono away', cell: ({ removed, binary }) => (binary ? '' : formatAmount(removed)) }
]

/** All files that change. */
export function FileList({ files, open }: { readonly files: readonly ChangedFile[]; readonly open: number }) {
  return (
    <div className="files-list">
      <Table
        label="Files that change" columns={COLUMNS} rowCount={files.length} rowAt={(index) => files[index]}
        selected={open} onSelect={(index) => edit({ file: files[index]?.path ?? null })}
      />
    </div>
  )
}
