/** Migrating a database down: a program of the project's own, between the stop and the start of what uses it. */
import type { Migration } from '../definition'
import { LOCAL, databaseKey } from '../facts'
import type { DraftStep } from '../plan'

export interface MigrationInput {
  readonly name: string
  readonly lineage: string
  readonly schema: string | null
  readonly migration: Migration
  readonly version: string
  /** Absolute. */
  readonly project: string
}

const VERSION = '${version}'

/** Finished when the schema is the one captured then; without one, when the program says so. It never runs twice by itself. */
export function migrationStep({ name, lineage, schema, migration, version, project }: MigrationInput): DraftStep {
  const key = databaseKey(name)
  const inVersion = (text: string): string => text.replaceAll(VERSION, version)
  return {
    id: `migrate/${name}`, phase: 'database', resource: key, host: LOCAL, title: `Migrate ${name} down to ${version}`,
    action: {
      kind: 'exec', argv: migration.command.map(inVersion), cwd: folderIn(project, inVersion(migration.directory)), timeout: migration.timeout,
      ...(Object.keys(migration.env).length === 0 ? {} : { env: migration.env }), once: true, migrates: { database: name, lineage }
    },
    relies: [key], expects: { [key]: { present: true, lineage, ...(schema === null ? {} : { schema }) } }, effect: 'loses-data'
  }
}

const folderIn = (project: string, directory: string): string => {
  if (directory.startsWith('/')) return directory
  return directory === '.' ? project : `${project}/${directory.replace(/^\.\//, '')}`
}
