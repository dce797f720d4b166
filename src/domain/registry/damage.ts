/** Errors that name the place in a registry. Places are counted only here, once something is wrong. */
import { fail, type BackstepError } from '../problem'
import { amount, stripControl } from '../text'
import { utf8Length } from '../utf8'

export interface RegistryText {
  /** As given by the caller, for `place.file`. */
  readonly file: string
  /** With its BOM, if it has one. */
  readonly text: string
}

const NEXT = 'Restore the newest good copy from .deployments/backups, or correct the file at that place.'

export const fileName = (file: string): string => file.split(/[/\\]/).at(-1) ?? file

/** `registry-damaged` at an offset of the text; the reason is a sentence's part and may be empty. */
export function damagedAt(source: RegistryText, offset: number, reason = ''): BackstepError {
  const before = source.text.slice(0, offset)
  return damaged(source.file, utf8Length(before), lineOf(before), reason)
}

/** `registry-damaged` at a byte, counted from 0, and a line, counted from 1. */
export function damaged(file: string, byte: number, line: number, reason = ''): BackstepError {
  const why = reason === '' ? '' : `: ${stripControl(reason)}`
  const message = `${fileName(file)} is damaged at byte ${amount(byte)} (line ${amount(line)})${why}. Nothing was changed.`
  return fail('registry-damaged', message, NEXT, { place: { file, byte, line } })
}

/** `byte 18,204 (line 512)` */
export function placeText(source: RegistryText, offset: number): string {
  const before = source.text.slice(0, offset)
  return `byte ${amount(utf8Length(before))} (line ${amount(lineOf(before))})`
}

export const lineOf = (before: string): number => before.split(/\r\n|\n|\r/).length
