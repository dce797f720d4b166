import { expect, test } from 'vitest'
import { redact, redactText, withoutHome, withoutName } from './redact'

test.each([
  'DB_PASSWORD=hunter2x', 'password: "hunter2x"', '{"apiKey":"hunter2x"}', "secret = 'hunter2x'", 'postgres://shop:hunter2x@db/main', 'Authorization: Bearer hunter2x',
  'bearer hunter2xhunter2x', '-----BEGIN RSA PRIVATE KEY-----\nhunter2x\n-----END RSA PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\nhunter2x', 'token ghp_hunter2xhunter2xhunter2x',
  'PGPASSWORD=x hunter2x', 'passphrase: correct hunter2x', 'x://a:b@hunter2x@h', 'curl -u kim:hunter2x h', 'tool --password hunter2x', '"password": ["hunter2x"]'
])('%s is masked', (text) => {
  expect(redactText(text)).not.toContain('hunter2x')
  expect(redactText(text)).toContain('••••••••')
})

test.each(['staging serves v1.1.0', 'start/web@local took 14 s', 'https://example.org/a?b=c', 'app://ui/index.html'])('%s stays', (text) => expect(redactText(text)).toBe(text))

test('fields are masked by name and by form, errors too', () => {
  const value = redact({ user: 'o', secretKey: 'hunter2x', PGPASSWORD: 'hunter2x', list: [{ token: 1, url: 'x://a:hunter2x@b' }], error: new Error('PGPASSWORD=hunter2x') })
  expect(JSON.stringify(value)).not.toContain('hunter2x')
  expect(value).toMatchObject({ user: 'o', error: { name: 'Error' } })
})

test('the home folder is not named', () => expect(withoutHome('/home/o/shop and /home/o', '/home/o')).toBe('~/shop and ~'))

test('a name is taken out as a word, with what stands beside it left', () =>
  expect(withoutName('kim on desk, /run/user/kim.sock, app_kim, kimono, Kim', 'kim', '(user)')).toBe('(user) on desk, /run/user/(user).sock, app_(user), kimono, Kim'))
