import type { WebContents } from 'electron'

/** Whether the page can be asked something: it has called since it was loaded, and has neither crashed nor stopped answering. */
export interface Page {
  called(): void
  answers(): boolean
  /** Runs once, after the first call of the first page: what listens there listens by then. */
  onceListening(action: () => void): void
}

export function followPage(contents: WebContents): Page {
  let alive = false
  let first: (() => void) | null = null
  let listening = false
  const gone = (): void => {
    alive = false
  }
  contents.on('did-start-loading', gone)
  contents.on('render-process-gone', gone)
  contents.on('unresponsive', gone)
  contents.on('responsive', () => {
    alive = true
  })
  const runFirst = (): void => {
    if (!listening || first === null) return
    setImmediate(first)
    first = null
  }
  return {
    called: () => {
      alive = true
      listening = true
      runFirst()
    },
    answers: () => alive && !contents.isDestroyed() && !contents.isCrashed(),
    onceListening: (action) => {
      first = action
      runFirst()
    }
  }
}
