import { FolderX, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { RecentProject } from '../../../domain/views'
import { openProject } from '../../app/openFolder'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { Kbd } from '../../components/Kbd'
import { nextRow } from '../../components/tableKeys'
import { useZone } from '../../components/Time'
import { PathText } from '../../components/PathText'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatCount, formatRecent, formatTime, zoneName } from '../../format'
import { call } from '../../stores/api'
import { InterruptedBanner } from './InterruptedBanner'
import { RecentStates } from './RecentStates'
import { Steps } from './Steps'

/** Projects that were open before, the newest first. */
export function RecentProjects() {
  const { projects, forget } = useRecent()
  if (projects === undefined) return <Loading label="Reading recent projects" />
  if (projects.length === 0) return <NoProjects />
  return (
    <>
      <InterruptedBanner projects={projects} />
      <div className="rowflex start-head">
        <h2 className="t15 strong" id="recent">Recent projects</h2>
        <span className="spacer" />
        <span className="t12 mut nowrap"><Kbd keys="up" /> <Kbd keys="down" /> choose&nbsp; <Kbd keys="enter" /> open</span>
      </div>
      <RecentList projects={projects} onForget={forget} />
      {projects.some(showsStates) && <p className="t12 mut start-note">States are from the last time each project was open. Opening one observes it again.</p>}
      <Steps />
    </>
  )
}

const showsStates = ({ seen, missing }: RecentProject): boolean => seen !== null && seen.lanes.length > 0 && !missing

function NoProjects() {
  return (
    <div className="start-empty">
      <Empty title="No project was opened yet">
        <p>Open a folder that has a backstep.yaml, or drop one here. To see what Backstep does first, try the demo: it takes a few seconds and can be removed again.</p>
      </Empty>
      <Steps />
    </div>
  )
}

function useRecent() {
  const [projects, setProjects] = useState<readonly RecentProject[]>()
  useEffect(() => {
    call('app:recent').then(setProjects, () => setProjects([]))
  }, [])
  const forget = (path: string): void => {
    call('app:forget-recent', { path }).then(setProjects, () => undefined)
  }
  return { projects, forget }
}

interface RecentListProps {
  readonly projects: readonly RecentProject[]
  readonly onForget: (path: string) => void
}

function RecentList({ projects, onForget }: RecentListProps) {
  const list = useRef<HTMLUListElement>(null)
  const [current, setCurrent] = useState(0)
  const forgotten = useRef(false)
  const focus = (index: number): void => list.current?.querySelectorAll<HTMLButtonElement>('.recent')[index]?.focus()
  useEffect(() => focus(0), [])
  // The row with the focus is gone, and with the last of the list the only one that Tab leads to.
  useEffect(() => {
    if (forgotten.current) focus(Math.min(current, projects.length - 1))
    forgotten.current = false
  }, [projects, current])
  const forget = (path: string): void => {
    forgotten.current = true
    onForget(path)
  }
  const move = (event: KeyboardEvent): void => {
    const next = nextRow(event.key, current, projects.length, 5)
    if (next === undefined) return
    event.preventDefault()
    focus(next)
  }
  return (
    <ul ref={list} className="recents scroll mt-2" aria-labelledby="recent" onKeyDown={move} data-region>
      {projects.map((project, index) => (
        <li key={project.path} className={index === current ? 'is-current' : undefined}>
          <Recent project={project} tabIndex={index === current ? 0 : -1} onFocus={() => setCurrent(index)} />
          <Button kind="quiet" icon={X} iconOnly tabIndex={index === current ? 0 : -1} title="Forget this project; its folder stays as it is" onClick={() => forget(project.path)}>
            {`Forget ${visibleText(project.name)}`}
          </Button>
        </li>
      ))}
    </ul>
  )
}

interface RecentProps {
  readonly project: RecentProject
  readonly tabIndex: number
  readonly onFocus: () => void
}

function Recent({ project, tabIndex, onFocus }: RecentProps) {
  const { path, name } = project
  return (
    <button type="button" className="recent row-focus" tabIndex={tabIndex} onFocus={onFocus} onClick={() => void openProject(path)}>
      <span className="block">
        <span className="strong block clip"><UserText clip>{name}</UserText></span>
        <span className="t12 mut block"><PathText>{path}</PathText></span>
      </span>
      <WhatWasSeen project={project} />
      <LastOpen project={project} />
    </button>
  )
}

function WhatWasSeen({ project }: { readonly project: RecentProject }) {
  const { missing, seen, environments } = project
  if (missing) return <span className="state state--neutral"><FolderX className="icon" aria-hidden="true" /><span>Folder not found</span></span>
  return seen !== null && showsStates(project) ? <RecentStates lanes={seen.lanes} /> : <span className="t12 mut nowrap">{formatCount(environments, 'environment')}</span>
}

/** When its states were seen; without any, when it was opened. */
function LastOpen({ project }: { readonly project: RecentProject }) {
  const zone = useZone()
  const seen = showsStates(project)
  const at = seen ? project.seen?.at ?? project.openedAt : project.openedAt
  const title = `${seen ? 'Seen' : 'Opened'} ${formatTime(at, { zone, style: 'second' })} ${zoneName(zone, Date.parse(at))}`
  return <time className="t12 mut num" dateTime={at} title={title}>{seen && <span className="sr">seen </span>}{formatRecent(at, zone)}</time>
}
