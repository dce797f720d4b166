/** Spoils manifests and snapshots at random; each verification has to find it. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { problemOf } from '../../../src/domain/problem'
import { createManifests, type Manifests } from '../../../src/engine/manifests'
import { contextOf, environmentOf } from '../../../src/engine/session/session'
import { ENVIRONMENT, inSession } from '../shop/create'
import type { Random } from '../random'
import { filesBelow, SPOILS } from './spoil'

type StoreName = 'manifests' | 'rollback-snapshots'
export interface Spoiled { readonly rounds: number; readonly missed: readonly string[]; readonly kinds: number }

/** `project` has at least one finished run. */
export function spoilSnapshots(project: string, rounds: number, random: Random): Promise<Spoiled> {
  return inSession(project, async (session) => {
    const manifests = createManifests(contextOf(session, await environmentOf(session, ENVIRONMENT)))
    const all = await kept(manifests)
    const missed: string[] = []
    for (let round = 0; round < rounds; round++) {
      const [store, id] = random.pick(all)
      const what = await spoilOne(join(project, '.deployments', store, id), round, random, async () => { await manifests.verify(store, id) })
      if (what !== null) missed.push(`${store}/${id}: ${what}`)
    }
    return { rounds, missed, kinds: Object.keys(SPOILS).length }
  })
}

async function kept(manifests: Manifests): Promise<readonly (readonly [StoreName, string])[]> {
  const all = await Promise.all((['manifests', 'rollback-snapshots'] as const).map(async (store) => (await manifests.ids(store)).map((id) => [store, id] as const)))
  return all.flat()
}

/** Null when it was found. The folder is as before afterwards. */
async function spoilOne(folder: string, round: number, random: Random, verify: () => Promise<void>): Promise<string | null> {
  const saved = `${folder}.saved`
  cpSync(folder, saved, { recursive: true, preserveTimestamps: true })
  try {
    const files = filesBelow(folder)
    const names = Object.keys(SPOILS).filter((name) => files.filter((file) => file.startsWith('config/')).length > 1 || !name.includes('checksum'))
    const name = names[round % names.length] as string
    const what = `${name}: ${SPOILS[name]?.(folder, files, random) ?? ''}`
    const found = await verify().then(() => null, problemOf)
    if (found === null) return what
    return found.code === 'manifest-damaged' && found.place !== undefined ? null : `${what} was answered with ${found.code}: ${found.message}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(`${folder}.moved`, { force: true })
    cpSync(saved, folder, { recursive: true, preserveTimestamps: true })
    rmSync(saved, { recursive: true, force: true })
  }
}
