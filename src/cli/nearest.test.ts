import { expect, it } from 'vitest'
import { nearest } from './nearest'

it.each([
  ['stagging', 'staging'], ['prod', 'production'], ['produciton', 'production'], ['DEV', 'dev'], ['xyz', null], ['', null]
])('%s: %s', (word, expected) => expect(nearest(word, ['dev', 'staging', 'production'])).toBe(expected))
it('knows no word among none', () => expect(nearest('staging', [])).toBe(null))
