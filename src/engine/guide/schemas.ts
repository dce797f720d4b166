/** The schema of every database that is concerned: what differs, that nothing does, or why nobody can tell. */
import { databaseKey, type Observed } from '../../domain/facts'
import type { DatabaseSchema } from '../../domain/facts'
import { diffSchema, missingFor, missingSentence } from '../../domain/schema'
import type { Comparison } from '../../domain/views'
import { scopeOf } from '../../domain/wanted-scope'
import type { DataSource } from '../gather/data'
import type { Gathered } from '../gather/target'

type Row = Comparison['schemas'][number]

export function schemaPart(gathered: Gathered, observed: Observed): readonly Row[] {
  const version = gathered.target.to.version
  return scopeOf(gathered.target).part.databases.map(({ name }) => {
    const source = gathered.sources.find((one) => one.name === name)
    const copy = source?.wanted ? source.copy : null
    // Also of a release that nobody captured it is known what a copy brings back.
    const kept = gathered.manifest?.databases.find((one) => one.name === name) ?? (copy && { name, schema: copy.schema })
    const fact = observed.facts[databaseKey(name)]
    if (!kept) return untold(name, 'not-captured', `The schema of ${name} was not captured with ${version}: nothing can be compared.`)
    if (!fact?.known || !('schema' in fact.seen)) return untold(name, 'unknown', `It cannot be told what schema ${name} has now${fact?.known === false ? `: ${fact.reason}` : '.'}`)
    return compared({ name, needed: kept.schema, after: (copy ?? kept).schema, already: copy ? 'its copy' : version }, fact.seen.schema, source, version)
  })
}

const untold = (database: string, state: 'not-captured' | 'unknown', sentence: string): Row => ({ database, state, lines: [], sentence, needsDecision: false })

/** What the target needs of a database, and what it has afterwards where it goes back. */
interface Going { readonly name: string; readonly needed: DatabaseSchema; readonly after: DatabaseSchema; readonly already: string }

function compared({ name, needed, after, already }: Going, present: DatabaseSchema, source: DataSource | undefined, version: string): Row {
  const lines = diffSchema(present, after)
  if (lines.length === 0) return { database: name, state: 'same', lines, sentence: `The schema of ${name} is that of ${already} already.`, needsDecision: false }
  const restored = Boolean(source?.wanted)
  const missing = missingFor(needed, present)
  const needsDecision = !restored && missing.length > 0
  const stays = `${name} is kept, so its schema stays as it is.`
  const sentence = source?.choice === 'migrate' && restored
    ? `${name} is migrated down by its own program, so its schema goes back to that of ${version}. What the program removes is lost.`
    : restored ? `${name} is restored, so its schema goes back with it.`
      : needsDecision ? `${stays} ${missingSentence(version, name, missing)}.` : `${stays} ${version} finds everything it needs in it.`
  return { database: name, state: 'differs', lines, sentence, needsDecision }
}
