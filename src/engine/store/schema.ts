/** The store's tables, as steps from each version to the next; SQLite's user_version says which are done. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE runs (
     run_id TEXT PRIMARY KEY, environment TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
     last_at TEXT NOT NULL, last_seq INTEGER NOT NULL) STRICT;
   CREATE INDEX runs_unfinished ON runs (environment) WHERE finished_at IS NULL;
   CREATE INDEX runs_started ON runs (started_at);
   CREATE TABLE events (
     run_id TEXT NOT NULL REFERENCES runs, seq INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (run_id, seq)) STRICT, WITHOUT ROWID;
   CREATE TABLE durations (environment TEXT NOT NULL, step TEXT NOT NULL, duration INTEGER NOT NULL) STRICT;
   CREATE INDEX durations_step ON durations (environment, step);
   CREATE TABLE history (
     number INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, environment TEXT NOT NULL, record TEXT NOT NULL, search TEXT NOT NULL) STRICT;
   CREATE TABLE holders (
     environment TEXT PRIMARY KEY, run_id TEXT NOT NULL, epoch INTEGER NOT NULL, pid INTEGER NOT NULL, start_time TEXT NOT NULL,
     boot_id TEXT NOT NULL, user TEXT NOT NULL, host TEXT NOT NULL, since TEXT NOT NULL) STRICT;
   CREATE TABLE epochs (environment TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT;
   CREATE TABLE outbox (
     run_id TEXT PRIMARY KEY REFERENCES runs, environment TEXT NOT NULL, record TEXT NOT NULL, statuses TEXT NOT NULL) STRICT;
   CREATE TABLE lineages (file TEXT PRIMARY KEY, lineage TEXT NOT NULL) STRICT;
   CREATE TABLE first_seen (thing TEXT PRIMARY KEY, value TEXT NOT NULL, at TEXT NOT NULL) STRICT;
   CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  // What a holder's steps have running, the plans that were shown, and registry records that were written once.
  `CREATE TABLE programs (
     environment TEXT NOT NULL, run_id TEXT NOT NULL, step TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, start_time TEXT NOT NULL,
     boot_id TEXT NOT NULL, leaves INTEGER NOT NULL, until TEXT NOT NULL) STRICT;
   CREATE INDEX programs_run ON programs (run_id, step);
   CREATE TABLE plans (hash TEXT PRIMARY KEY, environment TEXT NOT NULL, at TEXT NOT NULL, plan TEXT NOT NULL) STRICT;
   ALTER TABLE outbox ADD COLUMN delivered_at TEXT;`,
  // What an environment is held for that is no run; its run_id is empty then.
  `ALTER TABLE holders ADD COLUMN work TEXT;`
]
