import os from 'node:os'
import type { AppInfo, DoctorRow } from '../domain/views'
import { redactText, withoutHome, withoutName } from './redact'

const LINES = 200

export interface DiagnosticsInput {
  readonly info: AppInfo
  /** Null when the engine could not be asked; `why` says it. */
  readonly doctor: readonly DoctorRow[] | null
  readonly why: string
  readonly log: readonly string[]
}

/** Text for a bug report: no home folder, no user, no host, no secret that can be told by its form. */
export function diagnostics({ info, doctor, why, log }: DiagnosticsInput): string {
  const text = [
    `${info.name} ${info.version} (${info.runtime} runtime)`,
    `Electron ${info.electron} · Chromium ${info.chrome} · Node ${info.node}`,
    info.platform,
    '',
    'Programs',
    ...(doctor === null ? [`  not known: ${why}`] : doctor.map(doctorLine)),
    '',
    `Log, last ${LINES} lines`,
    ...log.slice(-LINES).map((line) => withoutNames(line, info))
  ].join('\n')
  return `${withoutHome(redactText(text), os.homedir())}\n`
}

function doctorLine({ name, ok, found, version, needed, next }: DoctorRow): string {
  if (!ok) return `  ${name} is missing (${needed}): ${next}`
  return found === null ? `  ${name} was not found (${needed})` : `  ${[name, version, 'at', found].filter((part) => part !== null).join(' ')}`
}

/** Of the log alone: a user may be called like a program. */
const withoutNames = (line: string, { actor }: AppInfo): string => withoutName(withoutName(withoutHome(line, os.homedir()), actor.host, '(host)'), actor.user, '(user)')
