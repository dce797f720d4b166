/** Documents as Markdown, for the incident channel: harmless whatever was written in them, with the zone that times are written in. */
import { stripControl, stripControlLines, type Zone } from '../text'
import type { PreparedView, ResultView } from '../views'
import type { Block, Cell, Document, NumberedStep, Piece, Section, Text } from './model'
import { planDocument } from './plan'
import { resultDocument } from './result'

/** As it is copied: without the details that are looked up elsewhere. */
export const planMarkdown = (view: PreparedView, zone: Zone): string => toMarkdown(planDocument(view, zone), false)
export const resultMarkdown = (view: ResultView, zone: Zone): string => toMarkdown(resultDocument(view, zone), false)

export function toMarkdown({ title, lead, sections, foot }: Document, details = true): string {
  const shown = sections.filter(({ detail }) => details || detail !== true)
  return `${[`### ${plain(title)}`, inline(lead), ...shown.flatMap(sectionBlocks), inline(foot)].filter((block) => block !== '').join('\n\n')}\n`
}

function sectionBlocks({ title, blocks }: Section): readonly string[] {
  const content = blocks.map(blockText).filter((text) => text !== '')
  return content.length === 0 ? [] : [...(title === null ? [] : [`**${plain(title)}**`]), ...content]
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph': return inline(block.text)
    case 'list': return block.items.map(({ text }) => `- ${inline(text)}`).join('\n')
    case 'quote': return stripControlLines(block.text).split('\n').map((line) => `> ${plain(line)}`).join('\n')
    case 'facts': return block.rows.map(([label, value]) => `- ${plain(label)}: ${inline(value)}`).join('\n')
    case 'table': return [row(block.columns.map(({ title }) => plain(title))), row(block.columns.map(({ numeric }) => (numeric ? '--:' : '---'))), ...block.rows.map((cells) => row(cells.map(cellText)))].join('\n')
    case 'steps': return block.steps.map(stepText).join('\n')
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const cellText = ({ lines, tone }: Cell): string =>
  `${tone === 'failed' ? '✗ ' : ''}${lines.map(inline).filter((line) => line !== '').join('<br>')}`

function stepText({ number, title, note, commands }: NumberedStep): string {
  return [`${number}. ${plain(title)}${note === '' ? '' : ` (${plain(note)})`}`, ...commands.map((line) => `   ${code(line)}`)].join('  \n')
}

const inline = (text: Text): string => (typeof text === 'string' ? plain(text) : text.map(pieceText).join(''))

function pieceText(piece: Piece): string {
  if (typeof piece === 'string') return plain(piece)
  return 'code' in piece ? code(piece.code) : `**${plain(piece.strong)}**`
}

/** Text that Markdown or a chat would read as markup or as a mention, made plain. */
const plain = (text: string): string => stripControl(text).replace(/[\\`*_[\]<>|#~@]/g, '\\$&')

/** A fence that is longer than any run of backticks inside; a bar would end a table's cell even there. */
function code(text: string): string {
  const shown = stripControl(text).replaceAll('|', '¦')
  const runs = shown.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1)
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return shown === '' ? '' : `${fence}${space}${shown}${space}${fence}`
}
