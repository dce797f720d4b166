/** The application log: JSON lines in logs/backstep.log, redacted, each on disk when the call returns. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { redact, redactText } from './redact'

export type Fields = Readonly<Record<string, unknown>>
type Level = 'info' | 'warn' | 'error'
type Write = (level: Level, fields: object, message: string) => void

export interface Log {
  readonly folder: string
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  /** Loads the writer and writes what was said before; called once the window has painted. */
  open(): Promise<void>
  /** Writes what waits without the writer, for a process that is about to end. */
  flush(): void
  lastLines(count: number): readonly string[]
}

const ROTATE_AT = 5_000_000

export function createLog(folder: string): Log {
  const file = path.join(folder, 'backstep.log')
  const early: Parameters<Write>[] = []
  let write: Write = (...line) => void early.push(line)
  const drain = (to: Write): void => early.splice(0).forEach((line) => to(...line))
  const say = (level: Level) => (message: string, fields: Fields = {}) => write(level, Object(redact(fields)), redactText(message))
  const open = async (): Promise<void> => {
    try {
      write = await openWriter(folder, file)
      drain(write)
    } catch {
      // A log that cannot be written keeps nobody from rolling back.
      write = () => undefined
    }
  }
  const flush = (): void => drain((level, fields, message) => appendPlainly(folder, file, { level, ...fields, msg: message }))
  return { folder, info: say('info'), warn: say('warn'), error: say('error'), open, flush, lastLines: (count) => lastLines(file, count) }
}

async function openWriter(folder: string, file: string): Promise<Write> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  rotate(file)
  const { pino, stdTimeFunctions } = await import('pino')
  const to = pino.destination({ dest: file, sync: true, mode: 0o600 })
  to.on('error', () => undefined)
  const formatters = { level: (level: string) => ({ level }) }
  const logger = pino({ base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime, formatters }, to)
  return (level, fields, message) => logger[level](fields, message)
}

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > ROTATE_AT) renameSync(file, `${file}.1`)
}

function appendPlainly(folder: string, file: string, line: object): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`, { mode: 0o600 })
  } catch {
    // As above.
  }
}

function lastLines(file: string, count: number): readonly string[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count)
}
