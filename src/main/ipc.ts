/** The one place with the raw end of the window's channel: every call passes here, its sender and its input checked; errors cross as data. */
import { ipcMain, type WebContents, type WebFrameMain } from 'electron'
import { problemOf, type Problem } from '../domain/problem'
import { CALLS } from '../ipc/channels'
import type { CallName, EventName, Events, Result } from '../ipc/contract'
import { ORIGIN } from './app-protocol'
import { checkedInput } from './input'
import type { Log } from './log'

/** Answers one call whose input was checked. */
export type Handle = (name: CallName, input: unknown) => Promise<Result<unknown>>

export function answerWindow(handle: Handle, log: Log): void {
  for (const name of CALLS) {
    ipcMain.handle(name, (event, input: unknown) => answer(name, event.senderFrame, input, handle, log))
  }
}

async function answer(name: CallName, sender: WebFrameMain | null, input: unknown, handle: Handle, log: Log): Promise<Result<unknown>> {
  if (!isOurs(sender)) {
    log.warn('Refused a call of a page that is not ours', { call: name, from: sender?.url })
    return refused
  }
  try {
    // Loaded with the first call: the schemas are not needed for the first paint.
    const { inputs } = await import('../ipc/contract')
    const checked = checkedInput(inputs, name, input)
    return checked.ok ? await handle(name, checked.value) : checked
  } catch (error) {
    log.error('A call failed', { call: name, error })
    return { ok: false, problem: problemOf(error) }
  }
}

// A frame inside the page, and a page from anywhere else, have no business here.
const isOurs = (frame: WebFrameMain | null): boolean => frame !== null && frame.parent === null && frame.origin === ORIGIN

const NOT_OURS: Problem = { code: 'untrusted-sender', message: 'The call did not come from the window of Backstep.', next: '' }
const refused: Result<never> = { ok: false, problem: NOT_OURS }

/** Tells the window; one that is gone hears nothing. */
export function tell<K extends EventName>(contents: WebContents | null, name: K, payload: Events[K]): void {
  if (contents !== null && !contents.isDestroyed() && !contents.isCrashed()) contents.send(name, payload)
}
