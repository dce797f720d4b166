import { KeyRound, LockKeyhole } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { KeysView } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProject } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { AddKey } from './AddKey'
import { KeysTable } from './KeysTable'

/** Who snapshots and manifests are encrypted for, and where the private keys are. */
export function EncryptionTab({ project }: { readonly project: string }) {
  const { value, problem, reload } = useCall('keys:list', { project }, { refreshOn: ['settings', 'snapshots'], keep: true })
  if (value === undefined) {
    if (problem) return <ProblemEmpty problem={problem} actions={<Button onClick={reload}>Look again</Button>} />
    return <Loading label="Looking for keys" lines={6} />
  }
  const current = value.rows.filter((row) => row.current)
  return (
    <Region label="Encryption" className="body settings-form">
      <div className="stack">
        <h2 className="t20">{current.length === 0 ? 'What is kept is not encrypted' : `What is kept is encrypted for ${formatCount(current.length, 'key')}`}</h2>
        <p className="sec measure">Snapshots and manifests hold configuration and copies of databases. Encrypted, they can be read only with the private key of one of these. Whoever records needs the public keys alone; whoever rolls back needs a private one here.</p>
      </div>
      {value.problem && <ProblemBanner problem={value.problem} />}
      {value.rows.length > 0 && <KeysTable project={project} rows={value.rows} onChanged={reload} />}
      {current.some(({ place }) => place === null) && !current.some(({ place }) => place !== null) && <NoKeyHere />}
      <Actions project={project} view={value} onChanged={reload} />
      <p className="t12 mut measure">Private keys are looked for in <code className="mono">BACKSTEP_IDENTITY</code>, in the file that <code className="mono">BACKSTEP_IDENTITY_FILE</code> names, in <UserText className="mono">{value.folder}</UserText>, and in {value.secretStore.name ?? 'the keyring'}.{value.secretStore.why !== null && <> <UserText>{value.secretStore.why}</UserText></>}</p>
    </Region>
  )
}

function NoKeyHere() {
  return (
    <Banner tone="warning" label="No key here" level={3} title="None of the private keys is on this machine">
      What is kept can be verified as files, but not restored or undone from. On a machine that has one, run <code className="mono">backstep keys export FILE</code>, and here <code className="mono">backstep keys import FILE</code>.
    </Banner>
  )
}

function Actions({ project, view, onChanged }: { readonly project: string; readonly view: KeysView; readonly onChanged: () => void }) {
  const [busy, setBusy] = useState(false)
  const writable = useProject((state) => state.project?.writable ?? true)
  const reason = !writable ? 'The project can only be read.' : busy ? 'It is being done now' : undefined
  const some = view.rows.some(({ current }) => current)
  const doing = async (work: () => Promise<string>): Promise<void> => {
    setBusy(true)
    try {
      notify(<UserText>{await work()}</UserText>, 'ok')
    } catch (error) {
      notify(<UserText>{problemOf(error).message}</UserText>, 'failed')
    }
    setBusy(false)
    onChanged()
  }
  const create = async (): Promise<string> => {
    const { made } = await call('keys:create', { project, where: 'auto' })
    return `The private key is in ${made.place.where}. Whoever loses it loses everything that is encrypted for it alone: keep a copy elsewhere with backstep keys export FILE.`
  }
  const encrypt = async (): Promise<string> => {
    const { ids, stayed } = await call('snapshots:encrypt', { project })
    const first = stayed[0]
    return `${formatCount(ids.length, 'manifest or snapshot', 'manifests and snapshots')} encrypted.${first ? ` ${stayed.length} stay as they are: ${first.id}: ${first.why}` : ''}`
  }
  return (
    <div className="stack">
      <div className="wrap">
        <Button icon={KeyRound} kind={some ? 'default' : 'primary'} disabledReason={reason} onClick={() => void doing(create)}>Create a key</Button>
        {some && view.plain > 0 && <Button icon={LockKeyhole} disabledReason={reason} onClick={() => void doing(encrypt)}>Encrypt what was kept before ({view.plain})</Button>}
      </div>
      <AddKey disabledReason={reason} onAdd={(recipient) => doing(async () => {
        await call('keys:add', { project, recipient, name: null })
        return 'What is kept from now on is encrypted for this key too. What was kept before is not.'
      })} />
    </div>
  )
}
