import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemOf } from '../../domain/problem'
import { createLocalHost } from '../hosts/local'
import { temporaryFolder } from '../testing/project'
import { newIdentity, recipientOf } from './age'
import { keychain } from './keychain'

/** A program named `security` that understands what we ask of it, and notes its arguments and what it is told. */
function fakeSecurity() {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'security'), `#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/arguments"
if [ "$1" = -i ]; then
  read -r line
  echo "$line" >> "$here/told"
  [ -f "$here/locked" ] && { echo "security: SecKeychainItemCreate: User interaction is not allowed." >&2; exit 0; }
  set -- $line; for last; do :; done; account=$6; echo "$last" > "$here/$account"; exit 0
fi
[ -f "$here/$5" ] && cat "$here/$5" || exit 44
`)
  chmodSync(join(folder, 'security'), 0o755)
  return { folder, store: keychain(createLocalHost({ env: { PATH: `${folder}:${process.env.PATH ?? ''}`, HOME: folder } })) }
}

describe('the keychain', () => {
  it('keeps and finds a key that is in no argument', async () => {
    const { folder, store } = fakeSecurity()
    const key = await newIdentity()
    const recipient = (await recipientOf(key))!
    expect(await store.why()).toBeNull()
    expect(await store.find(recipient)).toBeNull()
    await store.keep(recipient, key, 'Backstep key of "shop"; rm -rf $(x)')
    expect(await store.find(recipient)).toBe(key)
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).not.toContain('SECRET')
    expect(readFileSync(join(folder, 'told'), 'utf8')).toContain('-l "Backstep key of shop rm -rf x"')
  })
  it('says why it did not take it', async () => {
    const { folder, store } = fakeSecurity()
    writeFileSync(join(folder, 'locked'), '')
    const key = await newIdentity()
    const problem = await store.keep((await recipientOf(key))!, key, 'x').then(() => null, problemOf)
    expect(problem).toMatchObject({ code: 'keyring-failed', message: expect.stringContaining('User interaction is not allowed') as string })
    expect(JSON.stringify(problem)).not.toContain(key)
  })
})
