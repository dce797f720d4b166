/**
 * Closing and quitting while runs go on. The window asks; the runs decide when the app may really end.
 *
 *   open ─close or quit asked─▶ asking ─stay, or the runs are over─▶ open
 *                                 ├─hide─▶ hidden ─the runs are over─▶ open (close asked) or leaving (quit asked)
 *                                 │              └─one waits─▶ open
 *                                 └─stop─▶ stopping ─none at work any more─▶ leaving
 *   open without a run ─────────▶ leaving
 *
 * A run that waits for a decision is left as it is by `stop`: it is found again at the next start.
 */
import type { Runs } from './runs'
import type { ActiveRun } from './wire'

export type CloseChoice = 'hide' | 'stay' | 'stop'
type State = 'open' | 'asking' | 'hidden' | 'stopping' | 'leaving'

export interface ClosingOptions {
  readonly runs: Pick<Runs, 'active' | 'atWork'>
  /** Called again, with `again`, when one of them ends, waits or goes on while the question is open. */
  readonly ask: (runs: readonly ActiveRun[], again: boolean) => void
  /** The runs that were asked about are over: there is nothing to ask any more. */
  readonly withdraw: () => void
  readonly hide: () => void
  readonly show: () => void
  /** Shows the window without taking the keyboard from what somebody types elsewhere. */
  readonly reappear: () => void
  readonly cancel: (run: ActiveRun) => void
  /** Ends the app for good. */
  readonly leave: () => void
}
export interface Closing {
  /** The window's close button, or quitting; true = let it happen. */
  asked(what: 'close' | 'quit'): boolean
  answer(choice: CloseChoice): void
  runsChanged(): void
  /** A second start, or a click on a notification. */
  shown(): void
}

export function createClosing({ runs, ask, withdraw, hide, show, reappear, cancel, leave }: ClosingOptions): Closing {
  let state: State = 'open'
  let quitting = false
  let said = ''

  const leaveNow = (): void => {
    state = 'leaving'
    leave()
  }
  const asked = (what: 'close' | 'quit'): boolean => {
    if (state === 'leaving') return true
    quitting = what === 'quit' || (quitting && state !== 'open')
    if (runs.active().length === 0) leaveNow()
    else {
      state = 'asking'
      show()
      say(false)
    }
    return false
  }
  const say = (again: boolean): void => {
    const news = JSON.stringify([runs.active(), runs.atWork()])
    if (again && news === said) return
    said = news
    ask(runs.active(), again)
  }
  const answer = (choice: CloseChoice): void => {
    if (state !== 'asking') return
    if (choice === 'stay') state = 'open'
    if (choice === 'hide') {
      state = 'hidden'
      hide()
    }
    if (choice === 'stop') {
      state = 'stopping'
      runs.atWork().forEach(cancel)
    }
    runsChanged()
  }
  const runsChanged = (): void => {
    if (state === 'asking') {
      if (runs.active().length > 0) return say(true)
      state = 'open'
      return withdraw()
    }
    if (state === 'stopping' && runs.atWork().length === 0) return leaveNow()
    if (state !== 'hidden' || runs.atWork().length > 0) return
    if (quitting && runs.active().length === 0) return leaveNow()
    state = 'open'
    reappear()
  }
  const shown = (): void => {
    if (state === 'hidden') state = 'open'
    show()
  }
  return { asked, answer, runsChanged, shown }
}
