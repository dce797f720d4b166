/** Names of folders that exist for a moment: they say who made them, so that what a killed process left can be told from what is in use. */
import { randomBytes } from 'node:crypto'
import { LOCAL } from '../domain/facts'
import type { ProjectContext } from './context'
import type { ProcessId } from './hosts/host'

export interface OwnedName { readonly owner: ProcessId; /** What it belongs to, as a file name; empty when nothing. */ readonly of: string }

/** `.new+4711+815+<boot>+<random>+deploy-1`: the dot keeps it apart from every id, `+` stands in none of its parts. */
export function ownedName(context: Pick<ProjectContext, 'host'>, kind: string, of = ''): string {
  return [`.${kind}`, ownerText(context.host(LOCAL).self()), randomBytes(4).toString('hex'), of].join('+')
}

/** Null when the name is not of this kind. */
export function readOwnedName(name: string, kind: string): OwnedName | null {
  const [head, pid, startTime, bootId, random, of, ...rest] = name.split('+')
  if (head !== `.${kind}` || pid === undefined || startTime === undefined || bootId === undefined || random === undefined || of === undefined || rest.length > 0) return null
  return { owner: ownerIn(pid, startTime, bootId), of }
}

/** No part of it holds a `+`. */
export const ownerText = ({ pid, startTime, bootId }: ProcessId): string => [pid, encodeURIComponent(startTime), encodeURIComponent(bootId)].join('+')
export const ownerIn = (pid: string, startTime: string, bootId: string): ProcessId => ({ pid: Number(pid), startTime: decodeURIComponent(startTime), bootId: decodeURIComponent(bootId) })

/** Its maker lives no more. */
export const isLeft = async (context: Pick<ProjectContext, 'host'>, { owner }: Pick<OwnedName, 'owner'>): Promise<boolean> => !(await context.host(LOCAL).isAlive(owner))
