import { describe, expect, it } from 'vitest'
import { compareHead, compareHeads, HEAD_LIMIT, parseHead, type ChainIndex, type NamedHead } from './heads'

const hash = (digit: string): string => digit.repeat(64)
const index: ChainIndex = { records: 3, first: hash('1'), byHash: new Map([[hash('2'), { number: 2, runId: 'r2' }]]), byRun: new Map([['r2', 2], ['r3', 3]]) }
const head = (more: Partial<NamedHead>): NamedHead => ({ hash: hash('2'), number: 2, runId: 'r2', chain: hash('1'), ...more })
const found = (more: Partial<NamedHead>) => compareHead(head(more), index, 'The registry')

describe('a head that was written down', () => {
  it('is here, with or without its number', () => {
    expect(found({})).toBe('here')
    expect(found({ number: null, runId: null, chain: null })).toBe('here')
  })
  it('of another store says nothing against this one', () => {
    expect(found({ hash: hash('9'), runId: 'r9', chain: hash('8') })).toBe('not-here')
    expect(found({ hash: hash('9'), runId: 'r9', chain: null, number: null })).toBe('not-here')
  })
  it('shows a cut end, a replaced record, and a number that was moved', () => {
    expect(found({ hash: hash('9'), number: 4, runId: 'r4' })).toEqual({ kind: 'head', at: 4, message: 'The registry names record 4 of run r4, but the history ends with record 3: its end was cut off.' })
    expect(found({ hash: hash('9'), number: 3, runId: 'r9' })).toMatchObject({ at: 3, message: expect.stringContaining('it was replaced') })
    expect(found({ hash: hash('9'), runId: 'r3', chain: null })).toMatchObject({ at: 3, message: expect.stringContaining('one of the two was replaced') })
    expect(found({ number: 3 })).toMatchObject({ at: 2 })
    expect(found({ runId: 'r3' })).toMatchObject({ at: 2, message: expect.stringContaining('of run r2 here') })
  })
  it('is counted', () => {
    expect(compareHeads([head({}), head({ hash: hash('9'), runId: 'r9', chain: null }), head({ hash: hash('9'), runId: 'r3' })], index)).toMatchObject({ matched: 1, notHere: 1, faults: [{ at: 3 }] })
  })
})

describe('reading one', () => {
  it('takes a hash, or what was exported', () => {
    expect(parseHead(` ${hash('a')}\n`)).toEqual({ hash: hash('a'), number: null, runId: null, chain: null })
    expect(parseHead(JSON.stringify({ format: 'backstep/history-head', number: 7, hash: hash('a'), runId: 'r', chain: hash('1') }))).toEqual({ hash: hash('a'), number: 7, runId: 'r', chain: hash('1') })
  })
  it('leaves out a number that no record has, and a name that no run has', () => {
    const read = (more: object) => parseHead(JSON.stringify({ hash: hash('a'), chain: hash('1'), ...more }))
    for (const number of [-5, 0, 1.5, -1e308, '7', null]) expect(read({ number }).number).toBeNull()
    expect(parseHead(`{"hash":"${hash('a')}","number":1e999}`).number).toBeNull()
    expect(read({ runId: 'r'.repeat(257) }).runId).toBeNull()
  })
  it('refuses what is larger than any head', () => expect(() => parseHead(hash('a').padEnd(HEAD_LIMIT + 1))).toThrow('That is no head of a history: it is larger than 64 KiB.'))
  it('refuses one that was exported while there was no record: no history can be told from it', () => {
    for (const text of [hash('0'), JSON.stringify({ number: 0, hash: hash('0') })]) expect(() => parseHead(text)).toThrow('That head was exported while there was no record')
  })
  it.each(['', 'abc', '{}', '[]', 'null', '{"hash":"x"}', hash('g')])('refuses %j', (text) => expect(() => parseHead(text)).toThrow(/no head of a history/))
})
