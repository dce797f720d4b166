/** What is asked by the system's own dialogs, because the window cannot ask it. */
import { app, dialog } from 'electron'
import { allWait, goingLine, goingMeans, goingTitle, type GoingRun } from '../domain/going'
import type { CloseChoice } from './closing'

const ANSWERS = { stay: 'Keep open', hide: 'Close, let it go on', stop: 'Stop after this step' } as const

/** The question of closing while runs are not over, when the window has crashed or does not answer. */
export async function askToClose(runs: readonly GoingRun[]): Promise<CloseChoice> {
  const later = allWait(runs)
  const choices: readonly CloseChoice[] = later ? ['stay', 'stop'] : ['stay', 'hide', 'stop']
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: goingTitle(runs),
    detail: [...runs.map(goingLine), ...goingMeans(runs)].join('\n'),
    buttons: choices.map((choice) => (later && choice === 'stop' ? 'Close, decide later' : ANSWERS[choice])),
    defaultId: 0,
    cancelId: 0
  })
  return choices[response] ?? 'stay'
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
