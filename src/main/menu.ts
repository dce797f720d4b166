import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Events } from '../ipc/contract'

type Screen = Events['navigate']['screen']
export interface MenuActions {
  navigate(screen: Screen): void
  openFolder(): void
  openLogFolder(): void
  copyDiagnostics(): void
  zoom(direction: -1 | 0 | 1): void
  readonly developer: boolean
}

type Items = MenuItemConstructorOptions[]
const LINE: MenuItemConstructorOptions = { type: 'separator' }
const mac = process.platform === 'darwin'

/** The application menu. Where the window listens to a key itself, the menu only shows it. */
export function setMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(actions)))
}

export function template(actions: MenuActions): Items {
  return [
    ...(mac ? [application(actions)] : []),
    { label: '&File', submenu: fileItems(actions) },
    { label: '&Edit', submenu: editItems() },
    { label: '&View', submenu: viewItems(actions) },
    { role: 'windowMenu' },
    { role: 'help', submenu: helpItems(actions) }
  ]
}

function application(actions: MenuActions): MenuItemConstructorOptions {
  const about = { label: 'About Backstep', click: () => actions.navigate('about') }
  const settings = { label: 'Settings…', accelerator: 'Command+,', click: () => actions.navigate('settings') }
  return { role: 'appMenu', submenu: [about, LINE, settings, LINE, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, LINE, { role: 'quit' }] }
}

function fileItems({ openFolder, navigate }: MenuActions): Items {
  const open = { label: 'Open folder…', accelerator: 'CommandOrControl+O', click: openFolder }
  const others: Items = mac ? [] : [{ label: 'Settings', accelerator: 'Control+,', click: () => navigate('settings') }]
  const end: Items = mac ? [{ role: 'close' }] : [{ role: 'close' }, { role: 'quit' }]
  return [open, { label: 'Recent projects', click: () => navigate('start') }, LINE, ...others, ...end]
}

const editItems = (): Items => [{ role: 'undo' }, { role: 'redo' }, LINE, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]

function viewItems({ navigate, zoom, developer }: MenuActions): Items {
  const screens: readonly (readonly [string, Screen])[] = [['Overview', 'overview'], ['Deployments', 'deployments'], ['History', 'history'], ['Snapshots', 'snapshots']]
  return [
    { label: 'Command palette…', accelerator: 'CommandOrControl+K', registerAccelerator: false, click: () => navigate('palette') },
    LINE,
    ...screens.map(([label, screen], index) => ({ label, accelerator: `CommandOrControl+${index + 1}`, click: () => navigate(screen) })),
    LINE,
    { label: 'Actual size', accelerator: 'CommandOrControl+0', click: () => zoom(0) },
    { label: 'Zoom in', accelerator: 'CommandOrControl+Plus', click: () => zoom(1) },
    { label: 'Zoom in', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true, click: () => zoom(1) },
    { label: 'Zoom out', accelerator: 'CommandOrControl+-', click: () => zoom(-1) },
    { role: 'togglefullscreen' },
    LINE,
    { role: 'reload' },
    ...(developer ? [{ role: 'toggleDevTools' } as const] : [])
  ]
}

function helpItems({ openLogFolder, copyDiagnostics, navigate }: MenuActions): Items {
  const about: Items = mac ? [] : [LINE, { label: 'About Backstep', click: () => navigate('about') }]
  return [{ label: 'Open log folder', click: openLogFolder }, { label: 'Copy diagnostics', click: copyDiagnostics }, ...about]
}
