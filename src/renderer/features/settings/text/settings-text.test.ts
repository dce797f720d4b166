import { describe, expect, it } from 'vitest'
import { corrected } from './correct'
import { diffLines } from './line-diff'

const drawn = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-', gap: '@' }[kind]}${text}`)

describe('the change that saving makes', () => {
  it('is nothing for the same text', () => expect(drawn('a\nb', 'a\nb')).toEqual([]))
  it('has what stands around it, and nothing that is far away', () =>
    expect(drawn('1\n2\n3\n4\n5\n6\n7', '1\n2\n3\n4\nfive\n6\n7')).toEqual(['@Line 3', ' 3', ' 4', '-5', '+five', ' 6', ' 7']))
  it('keeps lines that moved apart', () => expect(drawn('a\nb\nc', 'a\nx\nb\ny\nc')).toEqual([' a', '+x', ' b', '+y', ' c']))
  it('knows first and last lines', () => expect(drawn('', 'a\n')).toEqual(['+a', ' ']))
  it('survives texts that are too long to be compared', () => {
    const long = (word: string): string => Array.from({ length: 3000 }, (_, index) => `${word} ${index}`).join('\n')
    expect(diffLines(long('a'), long('b'))).toHaveLength(6000)
  })
})

describe('a key put right', () => {
  const problem = { line: 2, column: 3, message: '', severity: 'error', correct: { from: 'dependOn', to: 'dependsOn' }, path: [] } as const
  it('changes only that place', () => expect(corrected('dependOn: 1\r\n  dependOn: 2\r\n', problem)).toBe('dependOn: 1\r\n  dependsOn: 2\r\n'))
  it('leaves a text alone that no longer has it', () => expect(corrected('a: 1\nb: 2', problem)).toBe('a: 1\nb: 2'))
})
