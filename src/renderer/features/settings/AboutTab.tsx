import { Copy, FolderOpen } from 'lucide-react'
import { problemOf } from '../../../domain/problem'
import { Button } from '../../components/Button'
import { copyText } from '../../components/clipboard'
import { Loading } from '../../components/Empty'
import { Facts } from '../../components/Pane'
import { Region } from '../../components/Region'
import { UserText } from '../../components/UserText'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useSettings } from '../../stores/settings'

/** What this is, on which machine, and what to send when something is wrong. */
export function AboutTab() {
  const info = useSettings((state) => state.info)
  if (info === null) return <Loading label="Reading the version" />
  const { name, version, electron, node, chrome, runtime, platform, actor, logFolder } = info
  return (
    <Region label="About" className="body settings-form">
      <div className="stack">
        <h2 className="t20">{name} {version}</h2>
        <p className="sec measure">Takes a deployment back to one that worked: it looks first, says what will happen, and keeps the way back.</p>
      </div>
      <Facts
        facts={[
          ['You', <UserText key="you">{`${actor.user} on ${actor.host}`}</UserText>],
          ['System', platform],
          ['Electron', `${electron}${runtime === 'fallback' ? ', not the official build' : ''}`],
          ['Chromium', chrome],
          ['Node.js', node],
          ['Log', <UserText key="log" className="mono t12 selectable">{logFolder}</UserText>]
        ]}
      />
      <div className="wrap">
        <Button icon={FolderOpen} onClick={() => void attempt(async () => void (await call('app:open-log-folder')))}>Open log folder</Button>
        <Button icon={Copy} onClick={() => void attempt(copyDiagnostics)}>Copy diagnostics</Button>
      </div>
      <p className="t12 mut measure">Diagnostics are versions, the programs that were found and the end of the log, without secrets.</p>
    </Region>
  )
}

async function copyDiagnostics(): Promise<void> {
  const done = await copyText(await call('app:diagnostics'))
  notify(done ? 'Diagnostics copied, without secrets.' : 'The diagnostics could not be copied.', done ? 'ok' : 'failed')
}

async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    notify(problemOf(error).message, 'failed')
  }
}
