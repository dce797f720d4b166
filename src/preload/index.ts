/** The window's only way out: the names of the contract and nothing else, and where a dropped file is. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { CALLS, EVENTS } from '../ipc/channels'
import type { Api } from '../ipc/contract'

const calls = new Set<string>(CALLS)
const events = new Set<string>(EVENTS)
const refused = (code: string, message: string) => ({ ok: false as const, problem: { code, message, next: '' } })

const api: Api = {
  call: async (name, ...input) => {
    if (!calls.has(name)) return refused('unknown-call', `There is no call ${String(name)}.`)
    // What cannot be copied to another process (a function, a DOM node) throws here.
    return ipcRenderer.invoke(name, input[0]).catch((error: unknown) => refused('bad-input', String(error)))
  },
  on: (name, listener) => {
    if (!events.has(name)) throw new Error(`There is no event ${String(name)}.`)
    const heard = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]): void => listener(payload)
    ipcRenderer.on(name, heard)
    return () => void ipcRenderer.removeListener(name, heard)
  },
  pathOf: (file) => webUtils.getPathForFile(file as File)
}

contextBridge.exposeInMainWorld('backstep', api)
