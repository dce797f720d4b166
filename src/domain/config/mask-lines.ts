/** Secrets that go over several lines, in a text that comes line by line: private keys, and blocks below the name of a secret. */
import { leadBehind, opensValue, type Lead } from './mask-lead'
import { maskLeaves } from './mask-leaves'
import { maskText } from './mask-text'
import { isSecretName, mayNameSecret } from './secret-name'

/** A block that does not end is none. */
const MOST_LINES = 500
const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?![^]*-----END )/
const KEY_LINE = /^[^]{0,80}?(?:[A-Za-z0-9+/=]{16,}(?:\\[nr]|["',\s])*$|Proc-Type:|DEK-Info:|-----END )|^[\s>|"'+A-Za-z0-9/=]*$/
const BLOCK = /^([ \t]*)(?:- )?["']?([\w.-]{1,200})["']?[ \t]{0,9}(?::[ \t]{0,9}(?:[|>][+\-\d]{0,2}|[[{]|)|=[ \t]{0,9}[[{])\s{0,9}$/
const CHILD = /^([ \t]*(?:- )?(["']?))([\w.-]{1,200})(\2[ \t]{0,9}[:=][ \t]{0,9})(.*)$/

type Open = { readonly kind: 'key' } | { readonly kind: 'block'; readonly indent: number; readonly name: string }

/** Masks the lines of one text in the order in which they come. */
export function createLineMask(instead: string): (line: string) => string {
  let open: Open | null = null
  let lead: Lead | null = null
  let lines = 0
  return (line) => {
    if (open && ++lines <= MOST_LINES) {
      const hidden = open.kind === 'key' ? inKey(line, instead) : inBlock(line, open, instead)
      if (hidden !== null) {
        if (line.includes('-----END ')) open = null
        return hidden
      }
    }
    const before = lead
    open = openedBy(line, before)
    lead = leadBehind(line, before)
    lines = 0
    return before === null ? maskText(line, instead) : maskBehind(before.text, line, instead)
  }
}

/** The line masked as what stands behind the lead. */
function maskBehind(lead: string, line: string, instead: string): string {
  const both = maskText(`${lead}\n${line}`, instead)
  return both.startsWith(`${lead}\n`) ? both.slice(lead.length + 1) : maskText(line, instead)
}

function openedBy(line: string, lead: Lead | null): Open | null {
  if (KEY_BEGINS.test(line)) return { kind: 'key' }
  const apart = opensValue(line, lead) ? lead?.name : null
  const [, blank = '', own = ''] = apart || mayNameSecret(line) ? (BLOCK.exec(line) ?? []) : []
  const name = own === '' ? '' : (apart ?? own)
  return name !== '' && isSecretName(name) ? { kind: 'block', indent: blank.length, name } : null
}

const inKey = (line: string, instead: string): string | null => (KEY_LINE.test(line) ? (line.trim() === '' ? line : instead) : null)

/** Null when the line stands outside of the block: not deeper than its name, and no item of its list. */
function inBlock(line: string, { indent, name }: { readonly indent: number; readonly name: string }, instead: string): string | null {
  const text = line.trim()
  if (text === '') return line
  const depth = line.length - line.trimStart().length
  if (depth < indent || (depth === indent && !text.startsWith('- '))) return null
  const [, before = '', , child = '', sign = '', value = ''] = CHILD.exec(line) ?? []
  if (child !== '') return value === '' || /^[[{|>]/.test(value) || !isSecretName(`${name}.${child}`) ? maskText(line, instead) : `${before}${child}${sign}${masked(value, /["']/.exec(sign)?.[0] ?? '', instead)}`
  if (/^["[{]/.test(text)) return maskLeaves(line, '"', instead)
  return /^[\]},]*$/.test(text) || !isSecretName(name) ? maskText(line, instead) : line.slice(0, depth) + (text.startsWith('- ') ? '- ' : '') + masked(text.replace(/^- /, ''), '', instead)
}

function masked(value: string, nameQuote: string, instead: string): string {
  if (/^(?:true|false|null),?\s*$/.test(value)) return value
  const quote = /^["']/.exec(value)?.[0] ?? nameQuote
  return `${quote}${instead}${quote}${/,$/.test(value) ? ',' : ''}`
}

/** A text of any number of lines. */
export function maskLines(text: string, instead: string): string {
  const whole = maskText(text, instead)
  return whole.includes('\n') && mayNameSecret(whole) ? whole.split('\n').map(createLineMask(instead)).join('\n') : whole
}
