import { describe, expect, it } from 'vitest'
import { columnsThatGo, comesBack, comesBackWords, countsWords, mayLoseData, stakeOf } from './at-stake'
import type { Column } from './facts'
import type { DatabaseChoice } from './views'

const counts = (added: number, changed: number, removed: number) => ({ table: 'notes', added, changed, removed })
const choice = (choice: DatabaseChoice['choice'], atStake: DatabaseChoice['atStake']): DatabaseChoice => ({ name: 'main', engine: 'sqlite', choice, policy: 'restore', copy: null, why: '', atStake })
const steps = [{ effect: 'loses-data' }] as never

describe('what is at stake', () => {
  it('is what the live database alone has; what the copy alone has comes back', () => {
    const stake = stakeOf({ atLeast: false, perTable: [counts(2, 1, 4), counts(0, 0, 0)] })
    expect([stake.rows, comesBack(stake), stake.perTable.length]).toEqual([3, 4, 1])
    expect(countsWords(counts(2, 1, 4))).toBe('2 rows added and 1 row changed since, 4 rows come back')
    expect([comesBackWords(stakeOf({ atLeast: true, perTable: [counts(0, 0, 1)] })), comesBackWords(null)]).toEqual(['at least 1 row comes back', null])
  })

  it('needs no confirmation only where every database was counted to its end, and nothing is lost', () => {
    const may = (...databases: readonly DatabaseChoice[]): boolean => mayLoseData({ plan: { steps }, databases })
    const nothing = stakeOf({ atLeast: false, perTable: [counts(0, 0, 3)] })
    expect(may(choice('restore', nothing), choice('keep', null))).toBe(false)
    expect(may(choice('restore', stakeOf({ atLeast: false, perTable: [counts(0, 1, 0)] })))).toBe(true)
    expect(may(choice('restore', stakeOf({ atLeast: true, perTable: [] })))).toBe(true)
    expect(may(choice('restore', nothing), choice('restore', null))).toBe(true)
    expect(may(choice('restore', nothing), choice('migrate', null))).toBe(true)
    expect(may()).toBe(true)
  })

  it('cannot be told of a column that the copy has not', () => {
    const schema = (...names: readonly string[]) => ({ objects: [], tables: [{ name: 'notes', columns: names.map((name): Column => ({ name, type: 'text', notNull: false, primaryKey: false, default: null })) }] })
    expect([columnsThatGo(schema('id', 'note'), schema('id')), columnsThatGo(schema('id'), schema('id', 'note'))]).toEqual([true, false])
  })
})
