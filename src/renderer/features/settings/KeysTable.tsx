import { problemOf } from '../../../domain/problem'
import type { KeyRow } from '../../../domain/views'
import { Button } from '../../components/Button'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProject } from '../../stores/project'

interface KeysTableProps {
  readonly project: string
  readonly rows: readonly KeyRow[]
  readonly onChanged: () => void
}

/** Public keys, whose they are, and whether their private halves are here. */
export function KeysTable({ project, rows, onChanged }: KeysTableProps) {
  const writable = useProject((state) => state.project?.writable ?? true)
  const remove = async (recipient: string): Promise<void> => {
    try {
      await call('keys:remove', { project, recipient })
      notify('Nothing is encrypted for this key from now on. What was encrypted for it stays as it is.', 'ok')
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    onChanged()
  }
  return (
    <div className="panel">
      <table className="table table--flush table--wrap">
        <thead><tr><th scope="col">Public key</th><th scope="col">Private key</th><th scope="col" className="num">Opens</th><th scope="col"><span className="sr">Actions</span></th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.recipient}>
              <td><span className="medium"><UserText>{row.name ?? 'Nobody is named'}</UserText></span><UserText className="block mono t12 mut settings-path selectable">{row.recipient}</UserText></td>
              <td><PrivateKey row={row} /></td>
              <td className="num">{row.opens}</td>
              <td>{row.current ? <Button kind="quiet" disabledReason={writable ? undefined : 'The project can only be read.'} onClick={() => void remove(row.recipient)}>Remove</Button> : <span className="mut">older only</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function PrivateKey({ row: { place } }: { readonly row: KeyRow }) {
  if (place === null) return <State kind="warning">Not here</State>
  return (
    <>
      <State kind="passed">Here</State>
      <UserText className="block t12 mut settings-path">{place.where}</UserText>
      {place.warning !== null && <UserText className="block t12 warn">{place.warning}</UserText>}
    </>
  )
}
