/** The app put together: one window, the engine's process, and what connects them. */
import { app, clipboard, nativeTheme, type BrowserWindow } from 'electron'
import { BackstepError, type Problem } from '../domain/problem'
import type { EventName, Events, Result } from '../ipc/contract'
import { serveWindow } from './app-protocol'
import { appHandlers, chooseFolder, collectDiagnostics, openLogFolder, versions, type AppCall } from './app-calls'
import { openSettings } from './app-settings'
import { openState } from './app-state'
import { createClosing } from './closing'
import { createEngineProcess } from './engine-process'
import { createExports } from './exports'
import { firstPaint } from './first-paint'
import { createForward } from './forward'
import { keepAlive, refusePermissions } from './hardening'
import { answerWindow, tell, type Handle } from './ipc'
import type { LaunchOptions } from './launch-options'
import type { Log } from './log'
import { setMenu } from './menu'
import { askAfterCrashes, askToClose } from './native-questions'
import { notify } from './notifications'
import { followPage, type Page } from './page'
import { projectName, projectToOpen } from './recent'
import { createRuns, type FollowedRun } from './runs'
import { forkHost } from './utility-host'
import { createWindow, show, zoom } from './window'
import { fieldsOf, goingOf } from './words'
import { isEngineCall, type Told } from './wire'

export interface Application {
  /** Opens the window; the engine follows once the window has painted. */
  start(): void
  /** Somebody started the app again, or clicked its icon. */
  startedAgain(options: LaunchOptions): void
  /** True = quit now; false = runs are asked about first. */
  mayQuit(): boolean
}

export function createApplication(options: LaunchOptions, rendererFolder: string, log: Log): Application {
  const folder = app.getPath('userData')
  const state = openState(folder, (error) => log.warn('What is remembered could not be written', { error }))
  const settings = openSettings(folder)
  let window: BrowserWindow | null = null
  let page: Page | null = null
  const say = <K extends EventName>(name: K, payload: Events[K]): void => tell(window?.webContents ?? null, name, payload)
  const navigate = (screen: Events['navigate']['screen'], project: string | null = null, runId: string | null = null): void =>
    say('navigate', { screen, runId, project })

  const engine = createEngineProcess({
    fork: () => forkHost(log),
    told: (events) => events.forEach(heard),
    activeChanged: (active) => runs.activeChanged(active),
    stateChanged: engineChanged
  })
  const runs = createRuns({
    view: async (project, runId) => valueOf(await engine.call('run:view', { project, runId })),
    statusChanged,
    changed: runsChanged,
    problem: (message) => log.warn('A run could not be followed', { message })
  })
  const closing = createClosing({
    runs,
    ask: (active, again) => {
      const going = active.map((run) => goingOf(run, runs.stateOf(run), projectName(state, run.project)))
      if (page?.answers()) say('close-asked', { runs: going })
      else if (!again) void askToClose(going).then((choice) => closing.answer(choice))
    },
    withdraw: () => say('close-asked', { runs: [] }),
    hide: () => window?.hide(),
    show: () => window && show(window),
    reappear: () => window?.showInactive(),
    cancel: (run) => void engine.call('run:cancel', run),
    leave: () => void leave()
  })
  const forward = createForward({ engine, state })
  const ownCalls = appHandlers({
    window: () => window, state, settings, engine, log, exports: createExports(engine, () => window, state),
    closeAnswered: (choice) => closing.answer(choice),
    settingsChanged: (changed) => say('settings-changed', changed)
  })
  const own = async (name: AppCall, input: unknown): Promise<Result<unknown>> => {
    // Name and input belong together: the input was checked against this name's schema.
    const handler = ownCalls[name] as (input: unknown) => unknown
    return { ok: true, value: await handler(input) }
  }
  const handle: Handle = (name, input) => {
    page?.called()
    return isEngineCall(name) ? forward(name, input) : own(name, input)
  }

  function heard(told: Told): void {
    say(told.name, told.payload)
    runs.told(told)
  }
  function engineChanged(up: boolean, problem: Problem | null): void {
    log[up ? 'info' : 'error'](up ? 'Engine ready' : 'Engine lost', { problem })
    say('engine-state', { up, problem })
  }
  function runsChanged(): void {
    const progress = runs.progress()
    if (window && !window.isDestroyed()) window.setProgressBar(progress?.part ?? -1, { mode: progress?.waiting ? 'paused' : 'normal' })
    closing.runsChanged()
  }
  function statusChanged(run: FollowedRun): void {
    log.info(`Run ${run.state.status}`, fieldsOf(run.state))
    if (!settings.get().notifications || window?.isFocused()) return
    notify(run, () => {
      closing.shown()
      navigate('run', run.project, run.runId)
    })
  }
  async function leave(): Promise<void> {
    state.flush()
    window?.hide()
    await engine.stop()
    log.info('Closed')
    log.flush()
    app.quit()
  }
  function painted(): void {
    engine.start()
    setMenu({
      navigate,
      openFolder: () => void chooseFolder(window).then((chosen) => chosen !== null && navigate('overview', chosen)),
      openLogFolder: () => void openLogFolder(log).catch((error: unknown) => log.warn('Log folder not opened', { error })),
      copyDiagnostics: () => void collectDiagnostics({ engine, state, log }).then((text) => clipboard.writeText(text)),
      zoom: (direction) => window && zoom(window, state, direction),
      developer: !app.isPackaged
    })
    void log.open()
  }
  function start(): void {
    log.info('Started', versions())
    if (app.commandLine.hasSwitch('no-sandbox')) log.warn('Chromium’s sandbox is off (--no-sandbox); it is needed when started as root')
    if (settings.get().theme !== 'system') nativeTheme.themeSource = settings.get().theme
    serveWindow(rendererFolder)
    refusePermissions()
    answerWindow(handle, log)
    open(createWindow(state))
  }
  function open(opened: BrowserWindow): void {
    window = opened
    const { webContents } = opened
    page = followPage(webContents)
    keepAlive(webContents, log, () => void askAfterCrashes(() => webContents.reload()))
    const project = options.project ?? projectToOpen(state)
    if (project !== null) page.onceListening(() => navigate('overview', project))
    opened.on('close', (event) => closing.asked('close') || event.preventDefault())
    void firstPaint(opened).then(painted)
  }
  function startedAgain(again: LaunchOptions): void {
    closing.shown()
    if (again.project !== null) navigate('overview', again.project)
  }
  return { start, startedAgain, mayQuit: () => closing.asked('quit') }
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new BackstepError(result.problem)
}
