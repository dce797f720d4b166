import { useState, type ReactNode } from 'react'
import type { DeploymentDetail } from '../../../domain/views'
import { Code } from '../../components/Command'
import { Facts } from '../../components/Pane'
import { PathText } from '../../components/PathText'
import { ProblemBanner } from '../../components/ProblemView'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatBytes, formatCount, formatSpan } from '../../format'
import { useNavigation } from '../../stores/navigation'

type Manifest = NonNullable<DeploymentDetail['manifest']>

/** So many services and files are listed at once. */
const SHOWN = 14

/** What is known about a deployment. */
export function DeploymentFacts({ detail }: { readonly detail: DeploymentDetail }) {
  const { ended, services, manifest, rollback, otherFields } = detail
  return (
    <>
      <section><h2>How it ended</h2><p className="sec"><UserText>{ended}</UserText> <Copies manifest={manifest} /></p></section>
      {rollback && <RollbackNote note={rollback} />}
      {services.length > 0 && <Services services={services} />}
      <section><h2>Release manifest</h2><Record detail={detail} /></section>
      {manifest !== null && manifest.files.length > 0 && <Files manifest={manifest} />}
      {otherFields !== null && otherFields !== '' && <section><h2>Other fields of the record</h2><Code>{otherFields}</Code></section>}
    </>
  )
}

function Copies({ manifest }: { readonly manifest: Manifest | null }) {
  return manifest?.copies.map(({ database, bytes, takenAt }) => (
    <span key={database}>A copy of <UserText>{database}</UserText> from <Time at={takenAt} /> exists ({formatBytes(bytes)}). </span>
  ))
}

function RollbackNote({ note }: { readonly note: NonNullable<DeploymentDetail['rollback']> }) {
  const go = useNavigation((state) => state.go)
  return (
    <section>
      <h2>Rollback</h2>
      <Facts facts={[
        ['From', <UserText key="from" className="mono">{note.from}</UserText>],
        ['To', <UserText key="to" className="mono">{note.to}</UserText>],
        ['Why', <UserText key="why">{note.reason}</UserText>],
        ['By', <UserText key="by">{note.actor}</UserText>]
      ]} />
      {note.here
        ? <p><button type="button" className="link" onClick={() => go({ screen: 'result', runId: note.runId })}>Show its result</button></p>
        : <p className="t12 mut">Its history is not here, so there is no result to show.</p>}
    </section>
  )
}

function Services({ services }: Pick<DeploymentDetail, 'services'>) {
  return (
    <section>
      <h2>Services {services.length > SHOWN && <span className="mut">{formatAmount(services.length)}</span>}</h2>
      <Limited items={services}>
        {(shown) => (
          <Facts facts={shown.map(({ name, release }) => [<UserText key="name" clip>{name}</UserText>, <PathText key="release" className="mono">{shortDigests(release)}</PathText>])} />
        )}
      </Limited>
    </section>
  )
}

function Record({ detail: { row, manifest, manifestProblem, images } }: { readonly detail: DeploymentDetail }) {
  const commit = manifest?.commit ?? row.commit
  return (
    <>
      <Facts facts={[
        ['Record', <UserText key="record" className="mono">{row.id}</UserText>],
        ['Commit', commit === null ? undefined : <><UserText className="mono">{shortDigests(commit)}</UserText> {manifest?.commitSubject && <span className="sec"><UserText>{manifest.commitSubject}</UserText></span>}</>],
        ['Images', listed(images.map(({ service, image }) => `${service}: ${image}`))],
        ['Config', listed(manifest?.config.map(({ path }) => path))],
        ['Schema', listed(manifest?.schemas.map(({ database, tables }) => `${database}, ${formatCount(tables, 'table')}`))],
        ['Recorded by', row.actor === null ? undefined : <UserText key="by">{row.actor}</UserText>],
        ['Took', row.duration === null ? undefined : formatSpan(row.duration)],
        ['Strategy', row.strategy === null || row.strategy === '' ? undefined : <UserText key="strategy">{row.strategy}</UserText>]
      ]} />
      {manifestProblem && <ProblemBanner problem={manifestProblem} level={3} />}
      {manifest === null && manifestProblem === null && <p className="t12 mut">No manifest was captured with it: its config and schema then are not known.</p>}
    </>
  )
}

function listed(texts: readonly string[] | undefined): ReactNode {
  if (texts === undefined || texts.length === 0) return undefined
  return texts.map((text) => <span key={text} className="block"><UserText>{text}</UserText></span>)
}

function Files({ manifest: { files, config } }: { readonly manifest: Manifest }) {
  const masked = new Map(config.map((file) => [file.path, file.masked]))
  return (
    <section>
      <h2>Files</h2>
      <Limited items={files}>
        {(shown) => (
          <ul className="mono sec deployment-files">
            {shown.map((file) => <li key={file}><UserText>{file}</UserText>{(masked.get(file) ?? 0) > 0 && <span className="mut"> {formatCount(masked.get(file) ?? 0, 'value')} masked</span>}</li>)}
          </ul>
        )}
      </Limited>
    </section>
  )
}

function Limited<Item>({ items, children }: { readonly items: readonly Item[]; readonly children: (shown: readonly Item[]) => ReactNode }) {
  const [all, setAll] = useState(false)
  return (
    <>
      {children(all ? items : items.slice(0, SHOWN))}
      {items.length > SHOWN && <p><button type="button" className="link" onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${formatAmount(items.length)}`}</button></p>}
    </>
  )
}

/** Long digests by their first 8 digits. */
const shortDigests = (text: string): string => text.replace(/\b([0-9a-f]{8})[0-9a-f]{24,}\b/g, '$1')
