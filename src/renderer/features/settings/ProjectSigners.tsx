import type { IdentityView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { CopyButton } from '../../components/CopyButton'
import { ProblemBanner } from '../../components/ProblemView'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { useNavigation } from '../../stores/navigation'

/** Whose signatures this project knows, and whether the own key is among them. */
export function ProjectSigners({ view }: { readonly view: IdentityView }) {
  const { project, key, line } = view
  if (project === null) return null
  const { allowedSigners, signers, listedAs, problem } = project
  return (
    <section className="stack settings-signers">
      <h3>Signers of this project</h3>
      {problem && <ProblemBanner problem={problem} level={3} />}
      {allowedSigners === null ? <NoList /> : (
        <>
          <p className="sec"><UserText className="mono t12">{allowedSigners}</UserText> lists {formatCount(signers.length, 'signer')}.{' '}
            {key !== null && (listedAs === null ? <State kind="warning">Your key is not among them</State> : <State kind="passed"><UserText>{`You are ${listedAs}`}</UserText></State>)}
          </p>
          {signers.length > 0 && (
            <div className="panel">
              <table className="table table--flush table--wrap settings-signer-table">
                <thead><tr><th scope="col">Name</th><th scope="col">Type of key</th></tr></thead>
                <tbody>{signers.map(({ names, type }, index) => <tr key={index}><td><UserText>{names}</UserText></td><td className="mono t12">{type}</td></tr>)}</tbody>
              </table>
            </div>
          )}
        </>
      )}
      {line !== null && listedAs === null && (
        <div className="stack">
          <p className="sec">The line that lists your key, with your name in place of the address:</p>
          <p className="settings-line"><code className="mono t12 selectable">{line}</code> <CopyButton text={line} label="Copy line" said="Line copied." /></p>
        </div>
      )}
    </section>
  )
}

function NoList() {
  const go = useNavigation((state) => state.go)
  return (
    <>
      <p className="sec measure">backstep.yaml names no list: signatures are checked, but nothing says whose key made them. Name a file of allowed signers, as ssh-keygen reads it, and keep it in git:</p>
      <p><code className="mono t12 selectable">{'history: { allowedSigners: .backstep/allowed_signers }'}</code></p>
      <p><Button onClick={() => go({ screen: 'settings', section: 'project' })}>Open backstep.yaml</Button></p>
    </>
  )
}
