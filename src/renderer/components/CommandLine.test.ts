import { expect, it } from 'vitest'
import { shellWords } from './CommandLine'

it('keeps quoted words together', () => {
  expect(shellWords(`ln -sfn '/srv/a b' "$HOME/x y"`)).toEqual(['ln', '-sfn', `'/srv/a b'`, '"$HOME/x y"'])
  expect(shellWords(`echo 'it'\\''s here' NAME="a b"`)).toEqual(['echo', `'it'\\''s here'`, 'NAME="a b"'])
  expect(shellWords("an open ' quote")).toEqual(['an', 'open', "'", 'quote'])
})
