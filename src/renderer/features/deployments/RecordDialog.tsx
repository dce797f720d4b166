import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import { RadioCard } from '../../components/Choice'
import { Dialog } from '../../components/Dialog'
import { Field } from '../../components/Field'
import { ProblemBanner } from '../../components/ProblemView'
import { notify } from '../../components/Toast'
import { visibleText } from '../../components/visible'
import { call } from '../../stores/api'
import { useProjectPath } from '../../stores/project'

export interface RecordDialogProps {
  readonly environment: string | null
  readonly environments: readonly string[]
  readonly onClose: () => void
  readonly onRecorded: (id: string) => void
}

/** Writes into the registry that something was deployed. */
export function RecordDialog({ environment: suggested, environments, onClose, onRecorded }: RecordDialogProps) {
  const project = useProjectPath()
  const [environment, setEnvironment] = useState(suggested ?? environments[0] ?? '')
  const [version, setVersion] = useState('')
  const [commit, setCommit] = useState('')
  const [status, setStatus] = useState<'success' | 'failed'>('success')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const first = useFocused()
  const missing = { environment: environment.trim() === '', version: version.trim() === '' }
  const about = fieldOf(problem)
  const record = async (): Promise<void> => {
    setTried(true)
    if (busy || missing.environment || missing.version) return
    setBusy(true)
    setProblem(null)
    try {
      const { row } = await call('deployments:record', { project, environment: environment.trim(), version: version.trim(), commit: commit.trim() === '' ? null : commit.trim(), status })
      notify(`${row.version} of ${row.environment} is recorded.`, 'ok')
      onRecorded(row.id)
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }
  // What was wrong is no longer said once it is being corrected.
  const edited = (set: (value: string) => void) => (value: string): void => {
    set(value)
    setProblem(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    void record()
  }
  const wrong = (field: 'environment' | 'version' | 'commit'): string | undefined => (problem && about === field ? `${problem.message} ${problem.next}`.trim() : undefined)
  return (
    <Dialog open onClose={onClose} title="Record a deployment" safe="Cancel" others={[{ label: 'Record', onClick: () => void record(), disabledReason: busy ? 'It is being recorded' : undefined }]}>
      <div className="stack gap3" onKeyDown={onKeyDown}>
        <p>It is written into the registry as it is now: nothing is deployed by this.</p>
        <EnvironmentField value={environment} environments={environments} onChange={edited(setEnvironment)} error={wrong('environment') ?? (tried && missing.environment ? 'Name the environment that was deployed to.' : undefined)} />
        <Field ref={first} label="Version" note="(required)" required value={version} onChange={edited(setVersion)} placeholder="v1.0.0" error={wrong('version') ?? (tried && missing.version ? 'Write the version that was deployed.' : undefined)} />
        <Field mono label="Commit" note="(optional)" value={commit} onChange={edited(setCommit)} hint="Left out: what is checked out now" error={wrong('commit')} />
        <Ended status={status} onChange={setStatus} />
        {problem && about === null && <ProblemBanner problem={problem} level={3} />}
      </div>
    </Dialog>
  )
}

function fieldOf(problem: Problem | null): 'environment' | 'version' | 'commit' | null {
  return (['environment', 'version', 'commit'] as const).find((field) => problem?.code.includes(field)) ?? null
}

interface EnvironmentFieldProps {
  readonly value: string
  readonly environments: readonly string[]
  readonly onChange: (environment: string) => void
  readonly error: string | undefined
}

function EnvironmentField({ value, environments, onChange, error }: EnvironmentFieldProps) {
  const id = useId()
  if (environments.length === 0 || error !== undefined) return <Field label="Environment" note="(required)" required value={value} onChange={onChange} error={error} placeholder="staging" />
  return (
    <div className="field">
      <label htmlFor={id}>Environment</label>
      <select id={id} className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        {environments.map((one) => <option key={one} value={one}>{visibleText(one)}</option>)}
      </select>
    </div>
  )
}

function Ended({ status, onChange }: { readonly status: 'success' | 'failed'; readonly onChange: (status: 'success' | 'failed') => void }) {
  const name = useId()
  return (
    <fieldset className="record-ended">
      <legend className="field-label">How it ended</legend>
      <RadioCard name={name} value="success" chosen={status} onChoose={onChange} label="It succeeded">It can be gone back to later.</RadioCard>
      <RadioCard name={name} value="failed" chosen={status} onChoose={onChange} label="It failed">It stays in the list and is not suggested as a way back.</RadioCard>
    </fieldset>
  )
}

/** The first thing to fill in has the focus, once the dialog has settled. */
function useFocused() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => field.current?.focus())
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return field
}
