/** All commands, in the order of the help. A new one is one line here. */
import type { Adding } from '../adding'
import { addAbandon } from './abandon'
import { addCheck } from './check'
import { addDemo } from './demo'
import { addDoctor } from './doctor'
import { addHistory } from './history'
import { addIdentity } from './identity'
import { addInit } from './init'
import { addKeys } from './keys'
import { addList } from './list'
import { addPlan } from './plan'
import { addRecord } from './record'
import { addRegistry } from './registry'
import { addResult } from './result'
import { addResume } from './resume'
import { addRollback } from './rollback'
import { addShow } from './show'
import { addSnapshots } from './snapshots'
import { addStatus } from './status'
import { addTakeover } from './takeover'
import { addUndo } from './undo'

export const commands: readonly ((adding: Adding) => void)[] = [
  addDemo, addInit, addRecord, addList, addShow, addStatus, addCheck, addPlan, addRollback, addResume, addUndo, addAbandon, addTakeover, addResult, addHistory, addSnapshots, addKeys, addIdentity, addRegistry, addDoctor
]
