import { expect, it } from 'vitest'
import { programLook } from './programs'

it('calls found only what was found, also where nothing is missing', () =>
  expect([programLook({ ok: true, found: '/usr/bin/git' }), programLook({ ok: true, found: null }), programLook({ ok: false, found: null }), programLook({ ok: false, found: '/usr/bin/ssh' })]).toEqual([
    { kind: 'passed', word: 'Found' }, { kind: 'not-yet', word: 'Not found' }, { kind: 'failed', word: 'Missing' }, { kind: 'failed', word: 'Does not fit' }
  ]))
