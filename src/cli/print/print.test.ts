import { describe, expect, it } from 'vitest'
import { jsonText } from '../../domain/document'
import { createProgress } from './progress'
import { differenceLines } from './registry'
import { commandLines } from './plan'
import { outputNotice, problemLines } from './problem'
import { columnsOf } from '../terminal'
import { paintWith, piece } from './style'
import { table } from './table'
import { argumentsOf, cut, pageLines, widthOf, wrapped } from './width'

const plain = paintWith(false)

describe('width', () => {
  it('counts columns, not characters', () => {
    expect(['abc', 'é', '日本', '👍', 'שלום'].map(widthOf)).toEqual([3, 1, 4, 2, 4])
  })
  it('cuts with an ellipsis and never too wide', () => {
    expect(cut('v1.1.0', 6)).toBe('v1.1.0')
    expect(cut('deployment', 6)).toBe('deplo…')
    expect(widthOf(cut('日本語日本語', 6))).toBeLessThanOrEqual(6)
  })
  it('wraps between arguments, never inside one', () => {
    const command = "git worktree add 'a folder/with spaces' 5d07be3 'it'\\''s'"
    expect(argumentsOf(command)).toEqual(['git', 'worktree', 'add', "'a folder/with spaces'", '5d07be3', "'it'\\''s'"])
    expect(wrapped(argumentsOf(command), 20)).toEqual(['git worktree add', "'a folder/with spaces'", "5d07be3 'it'\\''s'"])
  })
})

describe('a line that is wider than its page', () => {
  it('goes on below the text of its beginning, in whole items where they fit', () => {
    expect(pageLines('  ! two words · and more of them', 20)).toEqual(['  ! two words ·', '    and more of them'])
    expect(pageLines('the second line of a sentence', 20)).toEqual(['the second line of a', 'sentence'])
    expect(pageLines(paintWith(true)('fits exactly', 'bold'), 12)).toHaveLength(1)
  })
  it('stays one line where it is pasted, or was printed by another program', () => {
    for (const line of ['  backstep undo 20261122-031622-4f2a', '  $ git worktree add here', '    │ a log line of many words', '  you@example.org ssh-ed25519 AAAAC3Nz comment', '  you@example.org namespaces="backstep" ssh-ed25519 AAAAC3Nz comment']) expect(pageLines(line, 20)).toEqual([line])
    expect(pageLines("say 'what is quoted' again", 18)).toEqual(['say', "'what is quoted'", 'again'])
  })
})

describe('a command of a plan', () => {
  it('can be pasted also where it takes several lines', () => {
    const lines = commandLines("ln -sfn '/srv/two words' /srv/current", 34, paintWith(false))
    expect(lines).toEqual(['        ln -sfn \\', "          '/srv/two words' \\", '          /srv/current'])
    expect(commandLines('ln -sfn a b', 80, paintWith(false))).toEqual(['        ln -sfn a b'])
  })
})

describe('a page', () => {
  const terminal = { write: () => true, isTTY: true, columns: 80 }
  const pipe = { write: () => true }
  it('is as wide as its terminal, and as COLUMNS says where it is set', () => {
    expect([columnsOf(terminal, {}), columnsOf({ ...terminal, columns: 40 }, {}), columnsOf(terminal, { COLUMNS: '132' }), columnsOf(pipe, { COLUMNS: '72' }), columnsOf(pipe, { COLUMNS: '5' })]).toEqual([80, 60, 132, 72, 20])
    expect([columnsOf(terminal, { COLUMNS: 'wide' }), columnsOf(terminal, { COLUMNS: '' })]).toEqual([80, 80])
  })
  it('has no edge in a pipe: nothing is cut there', () => {
    const long = 't'.repeat(500)
    expect(columnsOf(pipe, {})).toBe(Infinity)
    expect(table(['name', 'text'], [['n', long]], { width: columnsOf(pipe, {}) })).toEqual(['name  text', `n     ${long}`])
    expect(wrapped(['a', long, 'b'], Infinity)).toEqual([`a ${long} b`])
  })
})

describe('table', () => {
  it('lines columns up', () => {
    expect(table(['id', 'version'], [['deploy-1', 'v1'], ['d', piece('v2', 'ok')]], { width: 100 })).toEqual(['id        version', 'deploy-1  v1', 'd         v2'])
  })
  it('stays within the page', () => {
    const lines = table(['name', 'text'], [['n'.repeat(200), 't'.repeat(200)]], { width: 60 })
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60)
  })
  it('leaves the least useful columns out before anything is cut, and cuts no time or state', () => {
    const rows = [['deploy-1', 'production', '30 Nov 12:24', 'mara']]
    const options = { whole: [0, 2], least: [3] }
    expect(table([], rows, { width: 44, ...options })).toEqual(['deploy-1  production  30 Nov 12:24  mara'])
    expect(table([], rows, { width: 36, ...options })).toEqual(['deploy-1  production  30 Nov 12:24'])
    expect(table([], rows, { width: 32, ...options })).toEqual(['deploy-1  product…  30 Nov 12:24'])
  })
  it('goes on below itself where its last column is free text', () => {
    expect(table(['', 'for'], [['git', 'api in dev, web in dev']], { width: 15, whole: [0], wraps: true })).toEqual(['     for', 'git  api in', '     dev, web', '     in dev'])
  })
  it('shows ANSI and bidi harmlessly', () => {
    const [line] = table([], [['\u001b[31mred\u001b[0m', 'a\u202eb']], { width: 60 })
    expect(line).toBe('red  a‹U+202E›b')
  })
  it('paints after it has measured', () => {
    expect(table([], [[piece('a', 'ok'), 'b']], { width: 60, paint: paintWith(true) })).toEqual(['\u001b[32ma\u001b[39m  b'])
  })
})

describe('problem', () => {
  it('says the sentence, the place and what to do', () => {
    expect(problemLines({ code: 'x', message: 'It is damaged.', next: 'Put it back.', place: { file: '/a/b', byte: 18204 } }, plain)).toEqual(['✗ It is damaged.', '  in /a/b, byte 18,204', '  Put it back.'])
  })
  it('lets nothing of a command through to the terminal', () => {
    const lines = problemLines({ code: 'x', message: 'a\u001b]0;owned\u0007b', next: '', evidence: { duration: 1, argv: ['sh', '\u001b[2J'], output: ['\u009b2Jx'] } }, plain)
    expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })
})

describe('json', () => {
  it('escapes what could turn or hide text, and keeps the value', () => {
    const value = { a: 'x\u202ey\u009b\u2028' }
    expect(jsonText(value)).not.toMatch(/[\u007f-\u009f\u2028\u202e]/)
    expect(JSON.parse(jsonText(value))).toEqual(value)
  })
})

it('counts in words that agree', () => {
  const one = { total: 1, first: [{ id: 'deploy-1', environment: 'staging', version: 'v1', timestamp: '2026-11-22T09:00:00Z' }] }
  const none = { total: 0, first: [] }
  const copy = { name: 'deployment-registry.3.json', takenAt: '2026-11-22T09:00:00Z', bytes: 1, deployments: 1, newest: null, same: 0, comesBack: one, changes: none, lost: { ...one, total: 2 } }
  const lines = differenceLines({ file: '/a', problem: null, readable: 1, digest: null, copies: [copy] }, copy, 100, plain).join('\n')
  expect(lines).toContain('+ 1 deployment comes back:')
  expect(lines).toContain('! 2 deployments are not in the copy and will be missing:')
})

it('says why a decision was made where nobody was asked', () => {
  const said = (onFailure: 'ask' | 'undo' | 'stop'): readonly string[] => {
    const lines: string[] = []
    const made = { type: 'decision-made', decision: onFailure === 'undo' ? 'undo' : 'stop', actor: { user: 'kim', host: 'laptop', via: 'cli' }, runId: 'r', seq: 2, at: '' } as const
    createProgress((...more) => lines.push(...more), plain, false, null).events([{ type: 'run-resumed', runId: 'r', seq: 1, at: '', actor: made.actor, epoch: 1, onFailure }, made])
    return lines.slice(1)
  }
  expect([said('ask'), said('undo'), said('stop')]).toEqual([['Decided: stop'], ['Decided: undo, by --on-failure undo'], ['Decided: stop, by --on-failure stop (the default where nobody can be asked)']])
})

it('names what a run printed and cannot be read, in one line that is no error', () => {
  expect(outputNotice(undefined, plain)).toEqual([])
  expect(outputNotice({ code: 'is-a-folder', message: 'What run r printed cannot be read.', next: 'Move it.' }, plain)).toEqual(['! What run r printed cannot be read.'])
})
