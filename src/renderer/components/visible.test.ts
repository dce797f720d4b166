import { describe, expect, it } from 'vitest'
import { visiblePieces, visibleText, withoutAnsi } from './visible'

describe('text of others', () => {
  it('shows control characters as symbols', () => expect(visibleText('a\u001b[31mb\u0000\u007f')).toBe('a[ESC][31mb[NUL][DEL]'))
  it('keeps tabs and new lines', () => expect(visibleText('a\tb\nc')).toBe('a\tb\nc'))
  it('shows them as symbols where there is one line only', () => {
    expect(visibleText('a\tb\r\nc', 'one')).toBe('a[TAB]b[CR][LF]c')
    expect(visiblePieces('a\nb', 'one')).toEqual([{ text: 'a', unseen: false }, { text: '[LF]', unseen: true }, { text: 'b', unseen: false }])
  })
  it('names what turns the reading direction', () => expect(visibleText('x\u202Egpj.exe')).toBe('x[U+202E]gpj.exe'))
  it('names invisible characters', () => expect(visibleText('pay\u200Bpal')).toBe('pay[U+200B]pal'))
  it('shows half a surrogate pair as what it is', () => expect(visibleText('a\ud800b')).toBe('a\ufffdb'))
  it('leaves words of every script alone', () => {
    for (const text of ['سلة-المشتريات', 'מעבד-תשלומים', 'グラフ', '👩‍🚀', '<b>bold</b>']) expect(visibleText(text)).toBe(text)
  })
  it('tells the symbols from the text', () =>
    expect(visiblePieces('a\u0007b')).toEqual([{ text: 'a', unseen: false }, { text: '[BEL]', unseen: true }, { text: 'b', unseen: false }]))
  it('takes colours and links out of output and keeps the words', () =>
    expect(withoutAnsi('\u001b[1;31mfailed\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toBe('failed link'))
})
