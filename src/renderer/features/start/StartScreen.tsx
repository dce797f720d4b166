import { FolderOpen, Play } from 'lucide-react'
import { useEffect } from 'react'
import { openFolder } from '../../app/openFolder'
import { Loading } from '../../components/Empty'
import { Kbd } from '../../components/Kbd'
import { Mark } from '../../components/Mark'
import type { Icon } from '../../components/icon'
import { ariaKeys, pressed } from '../../components/platform'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { useSettings } from '../../stores/settings'
import { useUi } from '../../stores/ui'
import { DemoProgress } from './DemoProgress'
import { OpenProblem } from './OpenProblem'
import { RecentProjects } from './RecentProjects'
import { useDemo } from './useDemo'
import { useDroppedFolder } from './useDroppedFolder'
import './start.css'

/** The first screen: open a folder, go back to a project, or try the demo. */
export function StartScreen() {
  const demo = useDemo()
  const dropping = useDroppedFolder()
  const opening = useUi((state) => state.opening)
  useDemoKey(demo.create)
  return (
    <div className={dropping ? 'start start--dropping' : 'start'}>
      <header className="start-left" data-region>
        <Mark large />
        <div>
          <h1>Backstep</h1>
          <p className="sec">See what runs where, and go back to what worked.</p>
        </div>
        <div className="stack">
          <StartAction icon={FolderOpen} title="Open folder…" keys="mod+o" onClick={() => void openFolder()}>
            A folder with backstep.yaml, or one to set up
          </StartAction>
          <StartAction icon={Play} title="Try the demo" keys="mod+d" onClick={demo.create}>
            Creates a small shop on this machine and opens it. Real processes, nothing of yours is touched.
          </StartAction>
        </div>
        <span className="spacer" />
        <Identity />
      </header>
      <main className="start-right" id="main">
        {demo.progress && <DemoProgress progress={demo.progress} />}
        <OpenProblem demoProblem={demo.problem} />
        {opening === null ? <RecentProjects /> : <Loading label={`Opening ${visibleText(nameOf(opening), 'one')} …`} />}
      </main>
    </div>
  )
}

const nameOf = (folder: string): string => folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder

interface StartActionProps {
  readonly icon: Icon
  readonly title: string
  readonly keys: string
  readonly children: string
  readonly onClick: () => void
}

function StartAction({ icon: Sign, title, keys, children, onClick }: StartActionProps) {
  return (
    <button type="button" className="start-act" aria-keyshortcuts={ariaKeys(keys)} onClick={onClick}>
      <Sign className="icon" aria-hidden="true" />
      <span>
        <span className="strong block">{title}</span>
        <span className="t12 mut block">{children}</span>
      </span>
      <Kbd keys={keys} />
    </button>
  )
}

function Identity() {
  const info = useSettings((state) => state.info)
  if (info === null) return null
  return (
    <p className="t12 mut">
      Version {info.version} · <UserText>{info.actor.user}</UserText> on <UserText>{info.actor.host}</UserText>
    </p>
  )
}

function useDemoKey(create: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!pressed(event, 'mod+d')) return
      event.preventDefault()
      create()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [create])
}
