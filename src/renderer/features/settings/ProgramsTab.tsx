import { RefreshCw } from 'lucide-react'
import type { DoctorRow } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { useCall } from '../../stores/useCall'
import { programLook } from './programs'

/** Which programs were found where, and what to do about those that are missing. */
export function ProgramsTab({ project }: { readonly project: string | null }) {
  const { value: rows, problem, loading, reload } = useCall('doctor', { project }, { refreshOn: ['settings'], keep: true })
  if (rows === undefined) {
    if (problem) return <ProblemEmpty problem={problem} actions={<Button onClick={reload}>Look again</Button>} />
    return <Loading label="Looking for programs" lines={8} />
  }
  const missing = rows.filter(({ ok }) => !ok).length
  return (
    <Region label="Programs" className="body">
      <div className="settings-head">
        <h2 className="t20">{missing === 0 ? 'Everything that is needed was found' : `${formatCount(missing, 'program')} ${missing === 1 ? 'is' : 'are'} missing`}</h2>
        <span className="spacer" />
        <Button icon={RefreshCw} disabledReason={loading ? 'They are being looked for now' : undefined} onClick={reload}>Look again</Button>
      </div>
      {rows.length === 0 ? <Empty title="No program is needed"><p>Nothing in backstep.yaml calls one.</p></Empty> : (
        <div className="panel">
          <table className="table table--wrap table--flush settings-programs">
            <thead><tr><th scope="col">Program</th><th scope="col">State</th><th scope="col">Where</th><th scope="col">Needed for, and what to do</th></tr></thead>
            <tbody>{rows.map((row) => <Program key={`${row.name} ${row.needed}`} row={row} />)}</tbody>
          </table>
        </div>
      )}
    </Region>
  )
}

function Program({ row }: { readonly row: DoctorRow }) {
  const { name, ok, found, version, needed, next } = row
  const { kind, word } = programLook(row)
  return (
    <tr>
      <td className="medium"><UserText>{name}</UserText></td>
      <td><State kind={kind}>{word}</State></td>
      <td>
        {found === null ? '–' : <UserText className="mono t12 settings-path">{found}</UserText>}
        {version !== null && <UserText className="block t12 mut">{version}</UserText>}
      </td>
      <td>
        <UserText className="sec">{needed}</UserText>
        {!ok && next !== '' && <UserText className="block">{next}</UserText>}
      </td>
    </tr>
  )
}
