/** Options that say where to go back to, the same for check, plan and rollback. */
import type { Command } from 'commander'
import { collect } from '../arguments'

export const targetOptions = (command: Command): Command =>
  command
    .requiredOption('-e, --env <name>', 'the environment')
    .option('--to <deployment>', 'the deployment to go back to (default: the way back)')
    .option('-s, --service <name>', 'only this service; may be repeated', collect)
    .option('--data <choice>', 'keep: databases stay as they are; restore: each goes back as its onRollback says, and what was written since is lost; migrate: only those that are migrated down', 'keep')
