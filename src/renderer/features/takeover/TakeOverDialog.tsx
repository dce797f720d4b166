import { OctagonAlert } from 'lucide-react'
import { useState } from 'react'
import { heldName, heldWords, type HolderView } from '../../../domain/holder'
import { problemOf, type Problem } from '../../../domain/problem'
import { Dialog } from '../../components/Dialog'
import { Field, TextArea } from '../../components/Field'
import { Holder } from '../../components/Holder'
import { StateIcon } from '../../components/State'
import { UserText } from '../../components/UserText'
import { useReason } from '../../components/useReason'
import { call } from '../../stores/api'
import { useProjectPath } from '../../stores/project'

interface TakeOverDialogProps {
  readonly environment: string
  readonly holder: HolderView
  readonly onClose: () => void
  /** With the run that is interrupted now; null when its holder had not begun one. */
  readonly onTaken: (runId: string | null) => void
}

/** Ends the program that holds it elsewhere; its run is an interrupted one then. Somebody else who holds it by the time of the confirmation is not ended. */
export function TakeOverDialog({ environment, holder, onClose, onTaken }: TakeOverDialogProps) {
  const project = useProjectPath()
  const reason = useReason()
  const { also } = holder
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const take = async (): Promise<void> => {
    setTried(true)
    const why = reason.take()
    if (why === null || typed !== environment || busy) return
    setBusy(true)
    try {
      const { runId } = await call('run:take-over', { project, environment, epoch: holder.epoch, reason: why, typedName: typed, also: also.map(heldName) })
      onTaken(runId)
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }
  const matches = <span className="state state--ok"><StateIcon kind="passed" size={14} /><span>Matches</span></span>
  return (
    <Dialog open onClose={onClose} title={holder.work === null ? 'Take this run over?' : 'Take this environment over?'} icon={OctagonAlert} safe="Let it go on" others={[{ label: 'Take over', disabledReason: busy ? 'It is being taken over' : undefined, onClick: () => void take() }]}>
      <p><UserText>{environment}</UserText> is held by <Holder holder={holder} /> (process {holder.pid}).</p>
      <p>That program is ended at once, in the middle of what it does. Commands that it has running are ended, services live on. {followsFrom(holder)}</p>
      {also.length > 0 && <p className="warn" role="note">It holds <b><UserText>{heldWords(also)}</UserText></b> as well. That is interrupted, too.</p>}
      <TextArea label="Why" note="(required, goes into the history)" rows={2} required value={reason.value} error={reason.error} onChange={reason.set} />
      <Field
        label={<>Type <b><UserText>{environment}</UserText></b> to confirm</>} value={typed} onChange={setTyped} hint={typed === environment ? matches : undefined}
        error={tried && typed !== environment ? `This is not ${environment}.` : undefined}
      />
      {problem !== null && <p className="fail" role="alert"><UserText>{`${problem.message} ${problem.next}`}</UserText></p>}
    </Dialog>
  )
}

function followsFrom({ work, phase }: HolderView): string {
  if (work !== null) return 'What it has begun has to be done again. The history of the next run says who took it over.'
  if (phase === null) return 'It has not begun its run. The history of the next one says who took it over.'
  return 'The run is interrupted then: you can resume it, undo it or mark it as failed. The history says who took it over.'
}
