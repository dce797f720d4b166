import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../components/Button'
import { CopyButton } from '../components/CopyButton'
import { Empty } from '../components/Empty'
import { useNavigation } from '../stores/navigation'

interface Props {
  readonly children: ReactNode
}
interface State {
  readonly error: Error | null
  readonly where: string
}

/** A screen that broke is replaced by what that means and what to do; the rest of the window goes on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, where: '' }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' })
  }

  override render(): ReactNode {
    const { error, where } = this.state
    if (error === null) return this.props.children
    return <Broken details={`${error.stack ?? error.message}\n${where}`} message={error.message} />
  }
}

function Broken({ details, message }: { readonly details: string; readonly message: string }) {
  const go = useNavigation((state) => state.go)
  const actions = (
    <>
      <Button kind="primary" onClick={() => window.location.reload()}>Load the window again</Button>
      <Button onClick={() => go({ screen: 'overview' })}>Go to the overview</Button>
      <CopyButton text={details} label="Copy details" kind="quiet" />
    </>
  )
  return (
    <div className="pad6" role="alert">
      <Empty level={1} state="failed" title="This screen cannot be shown" actions={actions}>
        <p>That is a fault in Backstep, not in your project. Nothing was changed, and a run that goes on is not touched: it belongs to the engine, not to this window.</p>
        <p className="mono">{message}</p>
      </Empty>
    </div>
  )
}
