import type { ReactNode } from 'react'
import { useState } from 'react'
import type { SnapshotDetail, SnapshotRow } from '../../../domain/views'
import { CopyButton } from '../../components/CopyButton'
import { Facts } from '../../components/Pane'
import { PathText } from '../../components/PathText'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatBytes, formatCount } from '../../format'
import { encryptionWords } from './words'

/** So many files are listed at once. */
const SHOWN = 12

/** What is in a snapshot, and its files with their checksums. */
export function SnapshotContents({ detail }: { readonly detail: SnapshotDetail }) {
  const { row, databases, config, services, files } = detail
  const secrets = config.reduce((sum, file) => sum + file.secrets, 0)
  return (
    <>
      <section>
        <h2>Contents</h2>
        <Facts facts={[
          ...databases.map((database) => [<UserText key="name" clip>{database.name}</UserText>, <DatabaseCopy key="copy" database={database} />] as const),
          ['Config', config.length === 0 ? undefined : <Config key="config" paths={config.map(({ path }) => path)} secrets={secrets} encrypted={row.encryption !== null} />],
          ['Services', services.length === 0 ? undefined : services.map(({ name, release }) => (
            <span key={name} className="snapshot-service"><UserText clip>{name}</UserText><PathText className="mono mut">{short(release)}</PathText></span>
          ))],
          ['Encrypted', <span key="encrypted" className={row.encryption?.here === false ? 'warn' : undefined}>{encryptionWords(row.encryption)}</span>],
          ['Size', formatBytes(row.bytes)],
          ['Checksums', <Checksums key="sums" row={row} count={files.length} />]
        ]} />
        {databases.length === 0 && <p className="t12 mut">It holds no copy of a database.</p>}
      </section>
      {files.length > 0 && <Files files={files} />}
    </>
  )
}

function DatabaseCopy({ database: { blob, tables, bytes } }: { readonly database: SnapshotDetail['databases'][number] }) {
  return <><UserText>{short(blob)}</UserText><span className="block mut">{formatCount(tables, 'table')}, {formatBytes(bytes)}</span></>
}

function Config({ paths, secrets, encrypted }: { readonly paths: readonly string[]; readonly secrets: number; readonly encrypted: boolean }) {
  return (
    <>
      {paths.map((path) => <span key={path} className="block"><UserText>{path}</UserText></span>)}
      {secrets > 0 && <span className="block mut">{formatCount(secrets, 'secret')}{encrypted && ', encrypted'}</span>}
    </>
  )
}

function Checksums({ row: { verified }, count }: { readonly row: SnapshotRow; readonly count: number }): ReactNode {
  if (verified === null) return <span className="mut">{formatCount(count, 'file')}, not verified yet</span>
  if (!verified.ok) return <span className="fail"><UserText>{verified.problem ?? 'They differ.'}</UserText> <Time at={verified.at} /></span>
  return <>{formatAmount(count)} of {formatAmount(count)} match, <Time at={verified.at} /></>
}

function Files({ files }: Pick<SnapshotDetail, 'files'>) {
  const [all, setAll] = useState(false)
  const shown = all ? files : files.slice(0, SHOWN)
  const sums = (): string => files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
  return (
    <section>
      <div className="rowflex"><h2>Files</h2><span className="mut">{formatAmount(files.length)}</span><span className="spacer" /><CopyButton kind="quiet" label="Copy checksums" text={sums} said={`Checksums of ${formatCount(files.length, 'file')} copied.`} /></div>
      <ul className="snapshot-files">
        {shown.map(({ path, bytes, sha256 }) => (
          <li key={path}>
            <PathText className="mono">{path}</PathText>
            <span className="t12 mut num">{formatBytes(bytes)}</span>
            <span className="mono mut snapshot-sum" title={sha256}>sha256 {sha256.slice(0, 8)}<span className="sr">{sha256.slice(8)}</span></span>
          </li>
        ))}
      </ul>
      {files.length > SHOWN && <p><button type="button" className="link" onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${formatAmount(files.length)}`}</button></p>}
    </section>
  )
}

/** Long digests by their first 8 digits. */
const short = (text: string): string => text.replace(/\b([0-9a-f]{8})[0-9a-f]{24,}\b/g, '$1')
