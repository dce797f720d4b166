/** The programs that tests start beside themselves: bundled before the first test, so that each starts fast. */
import { join } from 'node:path'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext { readonly programs: string }
}

/** The arguments for Node that run it. */
export const program = (name: 'driven' | 'holder' | 'recorder' | 'contract' | 'locker' | 'starter' | 'opener', ...args: readonly string[]): readonly string[] => [join(inject('programs'), `${name}.js`), ...args]
