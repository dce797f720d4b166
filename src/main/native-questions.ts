/** What is asked by the system's own dialogs, because the window cannot ask it. */
import { app, dialog } from 'electron'
import type { CloseChoice } from './closing'

const CHOICES: readonly CloseChoice[] = ['stay', 'hide', 'stop']

/** The question of closing while runs go on, when the window has crashed or does not answer. */
export async function askToClose(runs: number): Promise<CloseChoice> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: runs === 1 ? 'A rollback is going on' : `${runs} rollbacks are going on`,
    detail: 'It can go on without the window; opening Backstep again shows it. If you stop it, the step in hand ends and the run waits: nothing is lost.',
    buttons: ['Keep open', 'Close, let it go on', 'Stop after this step'],
    defaultId: 0,
    cancelId: 0
  })
  return CHOICES[response] ?? 'stay'
}

/** The window crashed again and again: load it once more, or quit. */
export async function askAfterCrashes(again: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window of Backstep keeps crashing',
    detail: 'Runs that go on are not touched by that. The application log says more.',
    buttons: ['Load it again', 'Quit'],
    defaultId: 0,
    cancelId: 0
  })
  if (response === 1) app.quit()
  else again()
}
