import { Undo2 } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { REASON_LIMIT } from '../../../domain/reason'
import type { PreparedView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Checkbox } from '../../components/Choice'
import { Field, TextArea } from '../../components/Field'
import { Facts } from '../../components/Pane'
import { nothingHasFocus } from '../../components/regions'
import { StateIcon } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { useKeys } from '../../components/useKeys'
import { formErrors, needsName, whyNotConfirm, type FormErrors } from './form'
import { start } from './guide-engine'
import { edit, useGuide } from './guide-store'
import { STEP_HEADING } from './StepHeading'
import { useFormState } from './useFormState'
import { confirmWords, lossOf, rowsWords } from './words'

/** Reason, tick, name, and the one button that starts the run. */
export function ConfirmForm({ view }: { readonly view: PreparedView }) {
  const state = useFormState()
  const undo = useGuide(({ id }) => id.undo !== null)
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const why = whyNotConfirm(state)
  const errors = formErrors(state.draft, view)
  const confirm = (): void => {
    setTried(true)
    if (why === undefined) void start()
    else focusFirst(form.current, errors)
  }
  useKeys({ 'mod+enter': confirm })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    confirm()
  }
  return (
    <form ref={form} className="guide-side confirm-form scroll" aria-label="Confirm" data-region tabIndex={-1} onSubmit={submit} onKeyDown={leaveEmpty}>
      <Reason error={tried ? errors.reason : undefined} />
      <LossTick view={view} error={tried ? errors.loss : undefined} />
      {needsName(view, state.draft) && <NameField view={view} error={tried ? errors.name : undefined} />}
      <div>
        <Button type="submit" kind={lossOf(view) ? 'danger' : 'primary'} large wide icon={Undo2} shortcut="mod+enter" disabledReason={why}>
          {confirmWords(view, undo)}
        </Button>
        <p className="t12 mut mt-2">{why ?? 'You can cancel at any time. If a step fails, the run waits and asks you.'}</p>
      </div>
      <div className="spacer" />
      <Circumstances view={view} />
    </form>
  )
}

/** Why is where the step begins: while it is empty, Escape is one step and not two. */
function leaveEmpty({ key, target }: KeyboardEvent): void {
  if (key === 'Escape' && target instanceof HTMLTextAreaElement && target.value === '') target.blur()
}

function focusFirst(form: HTMLFormElement | null, { reason, loss, name }: FormErrors): void {
  const wanted = reason !== undefined ? 'textarea' : loss !== undefined ? 'input[type="checkbox"]' : name !== undefined ? 'input.input' : null
  if (wanted !== null) form?.querySelector<HTMLElement>(wanted)?.focus()
}

function Reason({ error }: { readonly error: string | undefined }) {
  const reason = useGuide(({ draft }) => draft.reason)
  const field = useRef<HTMLTextAreaElement>(null)
  // The plan may come later than the step.
  useEffect(() => {
    if (nothingHasFocus()) field.current?.focus()
  }, [])
  return <TextArea ref={field} describedBy={STEP_HEADING} label="Why" note="(required, goes into the history)" rows={3} required value={reason} error={error} onChange={(value) => edit({ reason: value.slice(0, REASON_LIMIT) })} />
}

function LossTick({ view, error }: { readonly view: PreparedView; readonly error: string | undefined }) {
  const accepts = useGuide(({ draft }) => draft.acceptsDataLoss)
  const loss = lossOf(view)
  if (loss === null) return null
  const rows = rowsWords(loss)
  const migrates = loss.databases.length > 0 && loss.databases.every(({ choice }) => choice === 'migrate')
  const where = loss.databases.length === 1 ? ` in ${loss.databases[0]?.name ?? ''}` : ''
  const since = loss.databases.length === 1 ? loss.databases[0]?.copy?.takenAt : undefined
  return (
    <div className="confirm-loss">
      <Checkbox danger checked={accepts} onChange={(on) => edit({ acceptsDataLoss: on })} label={<b><UserText>{migrates && loss.rows === null ? `What the migration removes${where} will be lost` : `${rows.charAt(0).toUpperCase()}${rows.slice(1)}${where} will be lost`}</UserText></b>}>
        {migrates ? <>I know that the migration removes data from <UserText>{view.request.environment}</UserText>, and that only the snapshot still holds it.</> : <>I know that what was written {since === undefined ? 'since the copy was taken' : <>since <Time at={since} /></>} is removed from <UserText>{view.request.environment}</UserText>.</>}
      </Checkbox>
      {error !== undefined && <p className="fail mt-2" role="alert">{error}</p>}
    </div>
  )
}

function NameField({ view, error }: { readonly view: PreparedView; readonly error: string | undefined }) {
  const typed = useGuide(({ draft }) => draft.typedName)
  const { environment } = view.request
  const hint = typed === environment ? <span className="state state--ok"><StateIcon kind="passed" size={14} /><span>Matches</span></span> : undefined
  return (
    <Field
      label={<>Type <b><UserText>{environment}</UserText></b> to confirm</>} note={view.protected ? '(protected environment)' : '(a check is overridden)'}
      value={typed} error={error} hint={hint} onChange={(typedName) => edit({ typedName })}
    />
  )
}

function Circumstances({ view: { actor } }: { readonly view: PreparedView }) {
  return (
    <div className="t12">
      <Facts facts={[['Confirmed by', <UserText key="by">{`${actor.user}, ${actor.host}`}</UserText>], ['If it fails', 'ask me']]} />
    </div>
  )
}
