import { deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { textOfPdf } from './pdf'

/** As Chromium writes one: packed, with glyphs by their number in the font. */
function pdf(page: string, cmap: string, title: string): Buffer {
  const stream = (text: string): string => {
    const packed = deflateSync(Buffer.from(text, 'latin1')).toString('latin1')
    return `<</Filter /FlateDecode\n/Length ${packed.length}>> stream\n${packed}\nendstream`
  }
  const objects = [`<</Title ${title}>>`, '<</Type /Page\n/Resources <</Font <</F3 3 0 R>>>>\n/Contents 4 0 R>>', '<</Type /Font\n/Subtype /Type0\n/ToUnicode 5 0 R>>', stream(page), stream(cmap)]
  return Buffer.from(`%PDF-1.4\n${objects.map((object, n) => `${n + 1} 0 obj\n${object}\nendobj\n`).join('')}`, 'latin1')
}
const CMAP = 'begincmap\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n1 beginbfchar\n<0007> <00660069>\nendbfchar\n1 beginbfrange\n<0010> <0019> <0030>\nendbfrange\nendcmap'

it('reads the words on a page over the ends of its lines, and those that stand nowhere on it', () => {
  const text = textOfPdf(pdf('BT\n/P <</MCID 0 >>BDC\n/F3 16 Tf\n<001000110012> Tj\nET\nBT\n[<0013> -20 <00140007>] TJ\nET', CMAP, '<FEFF00E900610062>'))
  expect(text).toContain('01234fi')
  expect(text).toContain('éab')
})
it('reads what stands in it as text, with its escapes', () => expect(textOfPdf(pdf('', CMAP, '(a\\(b\\\\c\\351\\))'))).toContain('a(b\\cé)'))
it('says so where it cannot read', () => {
  expect(() => textOfPdf(Buffer.from('no pdf'))).toThrow('no PDF')
  expect(() => textOfPdf(Buffer.from('%PDF-1.4\n1 0 obj\n<</Filter /LZWDecode\n/Length 3>> stream\nabc\nendstream\nendobj\n'))).toThrow('LZWDecode')
})
