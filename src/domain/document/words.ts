/** Words that the documents share. */
import type { Actor } from '../run'
import { fullTime, zoneName, type Zone } from '../text'
import type { Piece } from './model'

export type { Zone }

/** `2026-11-22 03:16:22 UTC+1`: read much later, by somebody elsewhere. */
export const moment = (instant: string, zone: Zone): string => (instant === '' ? '' : `${fullTime(instant, zone)} ${zoneName(zone, instant)}`)

export const who = ({ user, host }: Actor): string => `${user} on ${host}`
export const code = (text: string): Piece => ({ code: text })
export const strong = (text: string): Piece => ({ strong: text })

/** What file systems, shells and people take as one name. */
export const fileName = (...parts: readonly string[]): string =>
  parts.map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 60)).filter((part) => part !== '').join('-')

/** `2026-11-22` */
export const day = (instant: string): string => instant.slice(0, 10)

export interface Made {
  /** What the project is called. */
  readonly project: string
  readonly at: string
  readonly zone: Zone
  /** Of Backstep. */
  readonly version: string
}
export const madeWords = ({ project, at, zone, version }: Made): string => `Exported from ${project} at ${moment(at, zone)} by Backstep ${version}.`
