// Takes `audit` down, and writes into it that it did: a second time it fails, and a row too many would stay.
import { createRequire } from 'node:module'

const { DatabaseSync } = createRequire(process.env.BACKSTEP_TORTURE_ROOT)('@photostructure/sqlite')
const database = new DatabaseSync('data/audit.db')
database.exec('BEGIN IMMEDIATE; INSERT INTO migrated DEFAULT VALUES; DROP TABLE notes; COMMIT')
