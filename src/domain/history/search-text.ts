import type { HistoryEntry } from '../run'

/** What a record is found by, in lower case. It is kept beside the record, and compared with it. */
export const searchText = (entry: HistoryEntry): string =>
  [entry.runId, entry.environment, entry.kind, entry.from?.deploymentId, entry.from?.version, entry.to.deploymentId, entry.to.version, ...entry.services,
    entry.actor.user, entry.actor.host, entry.reason, entry.outcome, entry.startedAt].join('\n').toLowerCase()
