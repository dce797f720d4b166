/** Can the way back be gone, as Target would say? Looking may take long where a release is large, so the overview says it once it is known. */
import { setTimeout } from 'node:timers/promises'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Deployment } from '../../domain/deployment'
import type { Session } from '../session/session'
import { missingOf } from './targets'

interface Look { readonly at: number; readonly found: Promise<string | null> }

const looks = new WeakMap<Session, Map<string, Look>>()
/** Milliseconds for which an answer holds, and for which the overview waits for one. */
const HOLDS = 10_000
const PATIENCE = 1_000

/** What of it is missing, a sentence; null when nothing is, or that is not known yet. */
export async function missingSoon(session: Session, definition: EnvironmentDefinition, back: Deployment): Promise<string | null> {
  const given = new AbortController()
  const late = setTimeout(PATIENCE, null, { signal: given.signal }).catch(() => null)
  return Promise.race([lookFor(session, definition, back), late]).finally(() => given.abort())
}

/** Begins to look, unless that was done just now. */
export function lookFor(session: Session, definition: EnvironmentDefinition, back: Deployment): Promise<string | null> {
  const known = looks.get(session) ?? new Map<string, Look>()
  looks.set(session, known)
  const key = [definition.name, back.id, back.version, back.commit].join(' ')
  const now = session.context.clock.now().getTime()
  const last = known.get(key)
  if (last !== undefined && now - last.at < HOLDS) return last.found
  const found = missingOf(session, definition, back).catch(() => null)
  known.set(key, { at: now, found })
  return found
}
