/** A program named `secret-tool` that keeps what it is given in files and notes its arguments, for what the real one does not do on demand. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './project'

export interface FakeSecretTool {
  /** For the PATH, first. */
  readonly folder: string
  /** Every argument list that it was started with. */
  arguments(): readonly string[]
  /** From now on it behaves so: `works`, `locked` (a word on standard error, exit 1), `forgets` (keeps nothing, says nothing). */
  behave(how: 'works' | 'locked' | 'forgets'): void
}

const SCRIPT = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/arguments"
how=$(cat "$here/how")
if [ "$how" = locked ]; then cat > /dev/null; echo "secret-tool: Cannot create an item in a locked collection" >&2; exit 1; fi
for last; do :; done
case "$1" in
  store) if [ "$how" = forgets ]; then cat > /dev/null; else cat > "$here/kept/$last"; fi ;;
  lookup) if [ -f "$here/kept/$last" ]; then cat "$here/kept/$last"; else exit 1; fi ;;
esac
`

export function fakeSecretTool(): FakeSecretTool {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'kept'))
  writeFileSync(join(folder, 'secret-tool'), SCRIPT)
  chmodSync(join(folder, 'secret-tool'), 0o755)
  const behave: FakeSecretTool['behave'] = (how) => writeFileSync(join(folder, 'how'), how)
  behave('works')
  writeFileSync(join(folder, 'arguments'), '')
  return { folder, arguments: () => readFileSync(join(folder, 'arguments'), 'utf8').trim().split('\n'), behave }
}
