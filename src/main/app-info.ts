import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import type { AppInfo } from '../domain/views'

/** Versions, the runtime in use, and who is at work. */
export function appInfo(logFolder: string): AppInfo {
  const { electron, node, chrome } = process.versions
  return {
    name: app.name,
    version: app.getVersion(),
    electron: electron ?? '',
    node,
    chrome: chrome ?? '',
    runtime: runtime(),
    platform: `${process.platform} ${os.release()} ${process.arch}`,
    actor: { user: userName(), host: os.hostname() },
    logFolder
  }
}

// The fallback runtime is marked by the scripts that assemble it; a package always has the official one.
function runtime(): AppInfo['runtime'] {
  return !app.isPackaged && existsSync(path.join(path.dirname(process.execPath), '.complete')) ? 'fallback' : 'official'
}

function userName(): string {
  try {
    return os.userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
