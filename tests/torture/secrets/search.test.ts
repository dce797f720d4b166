import { expect, it } from 'vitest'
import { searchIn } from './search'
import { seedsOf } from './seeds'

const { all } = seedsOf('seed')

it.each(all)('$place is found in every form', ({ place, value }) => {
  const forms: Readonly<Record<string, string>> = {
    plain: value, json: JSON.stringify({ a: { b: value } }), 'json in json': JSON.stringify({ a: JSON.stringify({ b: value }) }), address: `?q=${encodeURIComponent(value)}`, form: new URLSearchParams({ q: value }).toString(),
    ...Object.fromEntries(['', 'x', 'xy', 'xyz'].map((before) => [`base64 after ${before}`, Buffer.from(`${before}${value}, and more`).toString('base64')])), hex: Buffer.from(value).toString('hex'), half: value.slice(0, Math.floor(value.length / 2))
  }
  for (const [name, text] of Object.entries(forms)) expect(searchIn(Buffer.from(`before ${text} after`), 'here', all).map((leak) => leak.place), name).toContain(place)
})

it('finds nothing where there is nothing', () => expect(searchIn(Buffer.from('••••••••'.repeat(1000)), 'here', all)).toEqual([]))

it.each(all)('$place is found where Chromium keeps it', ({ place, value }) =>
  expect(searchIn(Buffer.from(`{"reason":"${JSON.stringify(value)}"}`, 'utf16le'), 'here', all)).toMatchObject([{ place, form: 'UTF-16' }]))
