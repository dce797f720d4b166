import { FileKey2, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { IdentityView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useCall } from '../../stores/useCall'
import { ProjectSigners } from './ProjectSigners'
import { SigningKeyFacts } from './SigningKeyFacts'

/** Who signs the history, and whose signatures the project knows. */
export function IdentityTab({ project }: { readonly project: string | null }) {
  const { value, problem, loading, reload } = useCall('identity:show', { project }, { refreshOn: ['settings'], keep: true })
  const [chosen, setChosen] = useState<IdentityView>()
  const view = chosen ?? value
  const again = (): void => {
    setChosen(undefined)
    reload()
  }
  if (view === undefined) {
    if (problem) return <ProblemEmpty problem={problem} actions={<Button onClick={reload}>Look again</Button>} />
    return <Loading label="Trying the key" lines={6} />
  }
  return (
    <Region label="Identity" className="body settings-form">
      <div className="stack">
        <h2 className="t20">{headline(view)}</h2>
        <p className="sec measure">Every run that ends leaves a record. Signed, it says for good who vouches for it; whoever changes it later cannot sign it again.</p>
      </div>
      {view.problem && <ProblemBanner problem={view.problem} />}
      <SigningKeyFacts view={view} />
      <Choices view={view} project={project} testing={loading} onTest={again} onChosen={setChosen} />
      {view.project && <ProjectSigners view={view} />}
    </Region>
  )
}

function headline({ keyFile, key, problem }: IdentityView): string {
  if (problem) return 'Your key cannot sign, so no rollback starts'
  return key && keyFile ? 'Your key signs the history' : 'The history is not signed'
}

interface ChoicesProps {
  readonly view: IdentityView
  readonly project: string | null
  readonly testing: boolean
  readonly onTest: () => void
  readonly onChosen: (view: IdentityView) => void
}

function Choices({ view, project, testing, onTest, onChosen }: ChoicesProps) {
  const [busy, setBusy] = useState(false)
  const fixed = view.variable === null ? undefined : `${view.variable} names the key; change it where Backstep is started.`
  const waiting = busy ? 'The key is being tried now' : undefined
  const choose = async (file: string | null): Promise<void> => {
    setBusy(true)
    try {
      const next = await call('identity:choose', { project, file })
      onChosen(next)
      if (next.problem === null) notify(file === null ? 'Nothing is signed from now on.' : 'This key signs from now on.', 'ok')
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    setBusy(false)
  }
  const ask = async (): Promise<void> => {
    const file = await call('app:choose-key')
    if (file !== null) await choose(file)
  }
  return (
    <div className="stack">
      <div className="wrap">
        <Button icon={FileKey2} kind={view.keyFile === null ? 'primary' : 'default'} disabledReason={fixed ?? waiting} onClick={() => void ask()}>Choose a key…</Button>
        {view.keyFile !== null && <Button disabledReason={fixed ?? waiting} onClick={() => void choose(null)}>Sign nothing</Button>}
        {view.keyFile !== null && <Button icon={RefreshCw} disabledReason={testing || busy ? 'The key is being tried now' : undefined} onClick={onTest}>Test it</Button>}
      </div>
      <p className="t12 mut measure">{fixed ?? 'A private key, or a public one (.pub) whose private half the ssh agent has. A key with a passphrase has to be in the agent: nobody can be asked at the end of a run.'}</p>
    </div>
  )
}
