/** The file systems that a task can be given. */
import type { EngineOptions } from '../../../src/engine/create-engine'
import { createFiles } from '../../../src/engine/files/local-files'
import { systemIo } from '../../../src/engine/files/io'
import { createLocalHost } from '../../../src/engine/hosts/local'
import { DiskModel, type AtRisk } from '../files/disk-model'
import { failingIo } from '../files/failing-io'
import { recordingIo } from '../files/recording-io'
import type { Task } from './tasks'

/** How often it was called, and what failed. */
export interface Calls { changes: number; fallible: number; failed: string }

const { self } = createLocalHost()

export function ioFor({ loss, error }: Task, calls: Calls, tell: (atRisk: AtRisk) => void): EngineOptions {
  if (error) return { deps: { files: createFiles(failingIo(systemIo, error, calls), self) } }
  if (!loss) return {}
  const model = new DiskModel()
  const step = (): void => {
    if (++calls.changes !== loss.at) return
    tell(model.atRisk())
    process.kill(process.pid, 'SIGKILL')
  }
  return { deps: { files: createFiles(recordingIo(model, loss.held, step), self) } }
}
