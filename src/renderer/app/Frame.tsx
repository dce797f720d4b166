import { useEffect, useRef, type ReactNode } from 'react'
import { useProject } from '../stores/project'
import { ProjectBanner } from './ProjectBanner'
import type { Screen } from './routes'
import { Sidebar } from './Sidebar'
import { WindowStatus } from './WindowStatus'
import { useObserving } from './useObserving'

export interface FrameProps {
  readonly screen: Screen
  readonly children: ReactNode
}

/** The frame of the screens of a project: sidebar, screen, status bar. */
export function Frame({ screen, children }: FrameProps) {
  const path = useProject((state) => state.path)
  const main = useRef<HTMLElement>(null)
  useObserving(path !== null)
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus()
  }, [screen])
  return (
    <div className="app">
      <a className="skip" href="#main">Skip to the screen</a>
      <Sidebar screen={screen} />
      <main ref={main} className="main" id="main" tabIndex={-1}>
        <ProjectBanner />
        {children}
      </main>
      <WindowStatus />
    </div>
  )
}
