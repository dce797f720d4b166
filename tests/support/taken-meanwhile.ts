/** An environment that is held, and taken by somebody else the moment that it becomes free. */
import { tryLock } from '../../src/engine/lock/os-lock'
import { projectPaths } from '../../src/engine/paths'

export interface TakenMeanwhile {
  /** For the command line that waits: told what it prints, it frees the environment for each wait, and takes it once before the command line does. */
  readonly heard: (text: string) => void
  /** How often the command line found it free. */
  readonly frees: () => number
  readonly release: () => void
}

/** Holds staging of the project from now on. */
export function takenMeanwhile(project: string): TakenMeanwhile {
  const file = projectPaths(project).lock('staging')
  const locks = [tryLock(file)]
  let frees = 0
  return {
    heard: (text) => {
      if (text.includes('Waiting up to')) locks.pop()?.release()
      if (text.includes('is free after') && frees++ === 0) locks.push(tryLock(file))
    },
    frees: () => frees,
    release: () => locks.forEach((lock) => lock?.release())
  }
}
