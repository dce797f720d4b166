/** Stands in the bundle for the library of the same name: the same, but that its commits can be watched and timed. */
import * as library from '@photostructure/sqlite'
import { around } from './points'

export * from '@photostructure/sqlite'

/** Milliseconds of each transaction of a store, from its beginning until its commit was acknowledged. */
export const transactions: number[] = []
/** Stores below this folder are kept in memory alone. */
let memory: string | null = null
export const keepInMemory = (folder: string | null): void => { memory = folder }

const isStore = (file: unknown): boolean => typeof file === 'string' && file.endsWith('/backstep.db')

export const DatabaseSync = new Proxy(library.DatabaseSync, {
  construct(target, [file, ...more]: [unknown, ...unknown[]]) {
    const place = isStore(file) && memory !== null && String(file).startsWith(memory) ? ':memory:' : file
    const database = Reflect.construct(target, [place, ...more]) as InstanceType<typeof library.DatabaseSync>
    const exec = database.exec.bind(database)
    let began = 0
    const timed = (sql: string): void => {
      if (sql === 'BEGIN IMMEDIATE') began = performance.now()
      if (sql !== 'COMMIT') return void exec(sql)
      around('commit', () => exec(sql))
      if (isStore(file)) transactions.push(performance.now() - began)
    }
    Object.defineProperty(database, 'exec', { value: timed })
    return database
  }
})
