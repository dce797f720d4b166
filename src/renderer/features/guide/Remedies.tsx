import type { Remedy } from '../../../domain/check'
import { Button } from '../../components/Button'
import { Panel } from '../../components/Panel'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { useReadOnly } from '../../stores/project'
import { LeaveAsItIs } from '../owed/LeaveAsItIs'
import { TakeOverButton } from '../takeover/TakeOverButton'
import { withTarget } from './draft'
import { checkAgain } from './guide-engine'
import { waitForFree } from './guide-waiting'
import { edit, goToStep, useGuide } from './guide-store'

/** Ways out of a finding, one row each: what it does, what follows, and the button that does it. */
export function Remedies({ remedies, first }: { readonly remedies: readonly Remedy[]; readonly first: boolean }) {
  return (
    <Panel title="What to do" level={3} className="mt-4 ways">
      {remedies.map((remedy, index) => (
        <div key={index} className="way">
          <div>
            <h4><UserText>{remedy.title}</UserText></h4>
            {remedy.consequence !== '' && <p className="sec"><UserText>{remedy.consequence}</UserText></p>}
          </div>
          <RemedyButton remedy={remedy} primary={first && index === 0} />
        </div>
      ))}
    </Panel>
  )
}

const WORDS: Readonly<Record<Remedy['action']['kind'], string>> = {
  'restore-data': 'Restore the data', 'migrate-data': 'Migrate down', 'keep-data': 'Keep the data', 'change-target': 'Change target', 'check-again': 'Check again',
  resume: 'Open the run', undo: 'Open the run', abandon: 'Open the run', open: 'Open the run', wait: 'Wait', 'take-over': 'Take over…', 'all-services': 'All services'
}

function RemedyButton({ remedy: { action }, primary }: { readonly remedy: Remedy; readonly primary: boolean }) {
  const go = useNavigation((state) => state.go)
  const environment = useGuide(({ id }) => id.environment)
  if (action.kind === 'take-over') return <TakeOverButton environment={environment} holder={action.holder} />
  if ('runId' in action && action.undoOwed) return <OwedButton action={action} primary={primary} />
  const act = (): void => {
    if ('runId' in action) go({ screen: 'run', runId: action.runId })
    else carryOut(action)
  }
  return <Button kind={primary ? 'primary' : 'default'} shortcut={action.kind === 'check-again' ? 'r' : undefined} onClick={act}>{WORDS[action.kind]}</Button>
}

type OfRun = Extract<Remedy['action'], { readonly runId: string }>

/** The run has ended, so its own screen has nothing to decide. */
function OwedButton({ action: { kind, runId }, primary }: { readonly action: OfRun; readonly primary: boolean }) {
  const go = useNavigation((state) => state.go)
  const environment = useGuide(({ id }) => id.environment)
  const readOnly = useReadOnly()
  if (kind === 'abandon') return <LeaveAsItIs key={runId} owed={{ runId, environment }} onLeft={checkAgain} />
  return <Button kind={primary ? 'primary' : 'default'} disabledReason={readOnly} onClick={() => go({ screen: 'guide', environment, undo: runId })}>Undo…</Button>
}

function carryOut(action: Exclude<Remedy['action'], OfRun | { readonly kind: 'take-over' }>): void {
  switch (action.kind) {
    case 'restore-data': return edit({ data: 'restore', acceptsDataLoss: false })
    case 'migrate-data': return edit({ data: 'migrate', acceptsDataLoss: false })
    case 'keep-data': return edit({ data: 'keep', acceptsDataLoss: false })
    case 'all-services': return edit({ services: null })
    case 'check-again': return checkAgain()
    case 'wait': return void waitForFree()
    case 'change-target': {
      const { deploymentId } = action
      if (deploymentId === null) return goToStep('target')
      return edit((draft) => withTarget(draft, deploymentId))
    }
  }
}
