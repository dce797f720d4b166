import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, type Edit } from '../../../../domain/yaml-edit'
import { createTextSession } from './session'

const set = (text: string, edit: Edit) => {
  const result = applyEdits(text, [edit])
  if (!result.ok) throw new Error(result.reason)
  return result
}

describe('one text, edited by keys and by the form', () => {
  it('has one undo for both', () => {
    const session = createTextSession('a: 1\nb: 2\n')
    const told: string[] = []
    session.subscribe(() => told.push(session.text()))
    session.replace('a: 1\nb: 2\n# typed\n')
    const edited = set(session.text(), { kind: 'set', path: ['b'], value: 3 })
    session.apply(edited.steps)
    expect(told).toEqual(['a: 1\nb: 2\n# typed\n', 'a: 1\nb: 3\n# typed\n'])
    session.undo()
    expect([session.text(), session.canUndo(), session.canRedo()]).toEqual(['a: 1\nb: 2\n# typed\n', true, true])
    session.undo()
    expect([session.text(), session.canUndo()]).toEqual(['a: 1\nb: 2\n', false])
    session.redo()
    session.redo()
    expect(session.text()).toBe(edited.text)
  })
  it('takes back in one go what is typed into a field without a pause', () => {
    const session = createTextSession('a: x\n')
    for (const value of ['xy', 'xyz', 'xyz1']) session.replace(set('a: x\n', { kind: 'set', path: ['a'], value }).text, true)
    expect(session.text()).toBe('a: xyz1\n')
    session.undo()
    expect(session.text()).toBe('a: x\n')
  })
  it('keeps a BOM and every line end, also through undo', () => {
    const text = '\ufeffa: 1\r\nb: 2\n\rc: 3\r\n# end'
    const session = createTextSession(text)
    session.apply(set(text, { kind: 'set', path: ['a'], value: 10 }).steps)
    expect(session.text()).toBe(text.replace('a: 1', 'a: 10'))
    session.replace('\ufeffa: 10\r\n# end')
    expect(session.text()).toBe('\ufeffa: 10\r\n# end')
    session.undo()
    session.undo()
    expect(session.text()).toBe(text)
  })
  it('whatever is replaced comes back as it was', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', ' '), { maxLength: 20 }).map((parts) => parts.join(''))
    // What comes in ends its lines as most do; a lone line end of the file stays.
    const uniform = fc.array(fc.constantFrom('a', 'bc', '\r\n', ' '), { maxLength: 20 }).map((parts) => parts.join(''))
    fc.assert(fc.property(text, fc.array(uniform, { maxLength: 4 }), (first, others) => {
      const session = createTextSession(`${first}\r\n`)
      expect(session.text()).toBe(`${first}\r\n`)
      for (const other of others) {
        session.replace(other)
        expect(session.text()).toBe(other)
      }
      while (session.canUndo()) session.undo()
      expect(session.text()).toBe(`${first}\r\n`)
    }), { numRuns: 300 })
  })
})
