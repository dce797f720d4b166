import os from 'node:os'
import { expect, test } from 'vitest'
import { diagnostics } from './diagnostics'

const info = {
  name: 'Backstep', version: '0.1.0', electron: '45', node: '24', chrome: '140', runtime: 'official' as const, platform: 'linux x64',
  actor: { user: 'oncall-1', host: 'desk-of-mara' }, logFolder: '/l'
}

test('versions, programs and the end of the log, without home folder, user, host and secrets', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `{"n":${i},"folder":"${os.homedir()}/shop","url":"postgres://a:hunter2x@desk-of-mara/db","token":"hunter2x","actor":"oncall-1","socket":"/run/oncall-1/x"}`)
  const doctor = [
    { name: 'git', ok: true, found: `${os.homedir()}/bin/git`, version: '2.39', needed: 'for releases', next: '' },
    { name: 'docker', ok: true, found: null, version: null, needed: 'not needed here', next: '' },
    { name: 'ssh-keygen', ok: true, found: '/usr/bin/ssh-keygen', version: null, needed: 'not needed here', next: '' },
    { name: 'ssh', ok: false, found: null, version: null, needed: 'for hosts', next: 'Install it.' }
  ]
  const text = diagnostics({ info, doctor, why: '', log: lines })
  expect(text).toContain('Backstep 0.1.0 (official runtime)')
  expect(text).toContain('git 2.39 at ~/bin/git')
  expect(text).toContain('docker was not found (not needed here)')
  expect(text).toContain('  ssh-keygen at /usr/bin/ssh-keygen')
  expect(text).toContain('ssh is missing (for hosts): Install it.')
  expect(text).toContain('"n":100')
  expect(text).not.toContain('"n":99,')
  for (const hidden of [os.homedir(), 'hunter2x', 'desk-of-mara', 'oncall-1']) expect(text).not.toContain(hidden)
})

test('an engine that does not answer is said, not left out', () => expect(diagnostics({ info, doctor: null, why: 'The engine stopped.', log: [] })).toContain('not known: The engine stopped.'))

test('a user who is called like a program takes no program away', () => {
  const doctor = [{ name: 'git', ok: true, found: '/usr/bin/git', version: '2.39', needed: 'for releases', next: '' }]
  const text = diagnostics({ info: { ...info, actor: { user: 'git', host: 'pc' } }, doctor, why: '', log: ['git on pc began'] })
  expect(text).toContain('  git 2.39 at /usr/bin/git')
  expect(text).toContain('(user) on pc began')
})
