/** A document as one HTML file: no script, nothing from elsewhere, light and dark, and made to be printed. */
import { sha256 } from '@noble/hashes/sha2.js'
import { stripControl, stripControlLines } from '../text'
import { encodeUtf8 } from '../utf8'
import { base64 } from './base64'
import { styleOf } from './html-style'
import type { Block, Cell, Column, Document, Item, Piece, Section, Text, Tone } from './model'

export function toHtml(document: Document): string {
  const style = styleOf(document.landscape)
  // Only this very style may apply: a document that is passed on cannot be given another one, nor a script.
  const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(encodeUtf8(style)))}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${plain(document.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${user(document.title)}</h1>
<p class="lead ${document.tone}">${mark(document.tone)}<span>${inline(document.lead)}</span></p>
</header>
${document.sections.map(sectionHtml).filter((html) => html !== '').join('\n')}
</main>
<footer><p>${inline(document.foot)}</p></footer>
</body>
</html>
`
}

function sectionHtml({ title, blocks }: Section): string {
  const content = blocks.map(blockHtml).filter((html) => html !== '').join('\n')
  if (content === '') return ''
  return `<section>${title === null ? '' : `\n<h2>${user(title)}</h2>`}\n${content}\n</section>`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph': return `<p>${inline(block.text)}</p>`
    case 'list': return block.items.length === 0 ? '' : `<ul>${block.items.map(itemHtml).join('')}</ul>`
    case 'quote': return `<blockquote dir="auto">${escaped(stripControlLines(block.text)).replaceAll('\n', '<br>')}</blockquote>`
    case 'facts': return `<dl>${block.rows.map(([label, value]) => `<div><dt>${user(label)}</dt><dd>${inline(value)}</dd></div>`).join('')}</dl>`
    case 'table': return `<table><thead><tr>${block.columns.map(headHtml).join('')}</tr></thead><tbody>\n${block.rows.map((cells) => `<tr>${cells.map((cell, index) => cellHtml(cell, block.columns[index])).join('')}</tr>`).join('\n')}\n</tbody></table>`
    case 'steps': return `<ol>${block.steps.map(({ number, title, note, commands }) => `<li value="${number}"><p>${user(title)}${note === '' ? '' : ` <span class="note">${user(note)}</span>`}</p>${commands.map((command) => `<pre dir="ltr">${plain(command)}</pre>`).join('')}</li>`).join('')}</ol>`
  }
}

const itemHtml = ({ tone, text }: Item): string => `<li class="${tone}">${mark(tone)}<span>${inline(text)}</span></li>`
const headHtml = ({ title, numeric }: Column): string => `<th scope="col"${numeric ? ' class="number"' : ''}>${user(title)}</th>`

function cellHtml({ lines, tone }: Cell, column: Column | undefined): string {
  const [first = '', ...rest] = lines
  const classes = [column?.numeric ? 'number' : '', tone ?? ''].filter(Boolean).join(' ')
  return `<td${classes === '' ? '' : ` class="${classes}"`}>${tone === undefined ? '' : mark(tone)}${inline(first)}${rest.filter((line) => line !== '').map((line) => `<span class="more">${inline(line)}</span>`).join('')}</td>`
}

const MARKS: Readonly<Record<Tone, readonly [sign: string, word: string]>> = { ok: ['✓', 'good'], warning: ['!', 'warning'], failed: ['✗', 'failed'], neutral: ['', ''] }

/** Never colour alone. */
function mark(tone: Tone): string {
  const [sign, word] = MARKS[tone]
  return sign === '' ? '' : `<span class="mark" role="img" aria-label="${word}">${sign}</span>`
}

const inline = (text: Text): string => (typeof text === 'string' ? user(text) : text.map(pieceHtml).join(''))

function pieceHtml(piece: Piece): string {
  if (typeof piece === 'string') return user(piece)
  return 'code' in piece ? `<code dir="auto">${plain(piece.code)}</code>` : `<strong>${user(piece.strong)}</strong>`
}

/** Its direction stays its own, and turns nothing around it. */
const user = (text: string): string => (text === '' ? '' : `<bdi>${plain(text)}</bdi>`)
const plain = (text: string): string => escaped(stripControl(text))

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
