import { configKey } from '../../../domain/facts'
import type { Comparison, PreparedView, TargetsView } from '../../../domain/views'
import { Segmented } from '../../components/Segmented'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { edit, useGuide } from './guide-store'
import { useLastPlan } from './useFormState'

type Credential = Comparison['credentials'][number]

/** Configuration goes back whole; credentials that changed since are chosen one by one. */
export function ConfigChoice({ targets: { configFiles } }: { readonly targets: TargetsView }) {
  const plan = useLastPlan()
  const comparison = plan?.comparison
  const [goes, stays] = split(configFiles, plan)
  if (configFiles.length === 0) return null
  return (
    <fieldset className="stack">
      <legend className="medium guide-legend">Configuration</legend>
      <p>{goes.length > 0 && <><Files files={goes} verb={['goes back', 'go back']} /> </>}{stays.length > 0 && <><Files files={stays} verb={['stays as it is', 'stay as they are']} /> </>}{comparison !== undefined && goes.length > 0 && <span className="mut">{valuesWords(comparison)}</span>}</p>
      {comparison?.credentials.map((credential) => <CredentialChoice key={credential.id} credential={credential} />)}
    </fieldset>
  )
}

/** Those that go back and those that stay: what others use too, or nobody captured. Until there is a plan, nothing is known to stay. */
function split(files: readonly string[], plan: PreparedView | null): readonly [readonly string[], readonly string[]] {
  const wanted = plan?.plan?.wanted
  const goes = (path: string): boolean => wanted === undefined || configKey(path) in wanted
  return [files.filter(goes), files.filter((path) => !goes(path))]
}

function Files({ files, verb: [one, many] }: { readonly files: readonly string[]; readonly verb: readonly [one: string, many: string] }) {
  if (files.length > 3) return `${formatCount(files.length, 'file')} ${many}.`
  return (
    <>
      {files.map((file, index) => (
        <span key={file}>{index > 0 && (index === files.length - 1 ? ' and ' : ', ')}<UserText className="mono">{file}</UserText></span>
      ))}
      {` ${files.length === 1 ? one : many}.`}
    </>
  )
}

/** "6 values differ, 2 of them secret" */
function valuesWords({ config }: Comparison): string {
  const names = config.flatMap(({ path, lines }) => [...new Set(lines.map(({ name }) => `${path} ${name}`))])
  const masked = config.reduce((sum, file) => sum + file.masked, 0)
  if (names.length === 0) return 'No value differs.'
  return `${formatCount(names.length, 'value')} ${names.length === 1 ? 'differs' : 'differ'}${masked > 0 ? `, ${masked} of them secret` : ''}.`
}

const CHOICES = [{ value: 'today', label: "Today's stays" }, { value: 'then', label: 'Bring back' }] as const

function CredentialChoice({ credential: { id, path, key, choice } }: { readonly credential: Credential }) {
  const chosen = useGuide(({ draft }) => draft.credentials[id]) ?? choice
  const choose = (value: 'today' | 'then'): void => edit((draft) => ({ ...draft, credentials: { ...draft.credentials, [id]: value } }))
  return (
    <div className="guide-credential">
      <span className="block"><UserText className="mono" clip>{key}</UserText><span className="block t12 mut">changed since, in <UserText>{path}</UserText></span></span>
      <Segmented label={`Value of ${key}`} segments={CHOICES} chosen={chosen} onChoose={choose} />
    </div>
  )
}
