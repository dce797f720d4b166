import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isTemporary, temporaryName, writerOf } from './temporary-name'

const writer = { pid: 4711, startTime: 'Sat Nov 22 10:00:00 2026', bootId: 'a+b' }

describe('the name of a file that is being written', () => {
  it('says who writes it, whatever the file is called', () => {
    for (const name of ['staging.json', '.env.staging', 'a+1+2+3+b', 'two\nlines'])
      expect(writerOf(basename(temporaryName(`/shop/${name}`, writer)))).toEqual(writer)
  })
  it('says nothing where nobody is named, and is none of ours otherwise', () => {
    const unnamed = basename(temporaryName('/shop/staging.json', null))
    expect([writerOf(unnamed), isTemporary(unnamed)]).toEqual([null, true])
    expect(['staging.json', '.staging.json+4711+1+b+0a', 'x+4711+1+b+0a.backstep-tmp', '.x+pid+1+b+0a.backstep-tmp'].map(writerOf)).toEqual([null, null, null, null])
  })
  it('fits a folder, also for the longest name', () => {
    expect(Buffer.byteLength(basename(temporaryName(`/shop/${'税'.repeat(85)}`, { ...writer, bootId: 'b'.repeat(36) })))).toBeLessThanOrEqual(255)
  })
})
