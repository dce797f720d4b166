import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineReader } from './lines'
import { createSecrets } from './secrets'

const SECRET = 'hunter2hunter2x'

function read(text: string, pieces: readonly number[] = [1000]): readonly string[] {
  const secrets = createSecrets({})
  const lines: string[] = []
  const reader = lineReader(secrets.splitMasker(), secrets.lineMask(), secrets.mask, (line) => lines.push(line))
  for (let [at, n] = [0, 0]; at < text.length; at += pieces[n++ % pieces.length] ?? 1) reader.push(Buffer.from(text.slice(at, at + (pieces[n % pieces.length] ?? 1))))
  reader.end()
  return lines
}

it.each([0, 1, 5, 9, 12, 16, 20, 25])('a line without an end is cut beside a secret, not in it (%i)', (shift) => {
  for (const fill of ['x ', 'x']) {
    const text = `${fill.repeat(64 * 1024).slice(0, 64 * 1024 - shift)} password="${SECRET}" ${'y '.repeat(9000)}`
    const lines = read(text)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('')).not.toContain(SECRET.slice(-6))
    expect(lines.join('')).toContain('••••••••')
    expect(lines.join('').endsWith('y y ')).toBe(true)
  }
})
it('one value without an end is hidden to its end', () => expect(read(`password=${SECRET.repeat(9000)} port=1`).join('')).toMatch(/^(password=•+)+ port=1$/))
it('a private key that comes line by line is hidden', () => {
  const lines = read('a\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASC\n-----END PRIVATE KEY-----\nb\n')
  expect(lines).toEqual(['a', '••••••••', '••••••••', '••••••••', '••••••••', 'b'])
})

const APART = [
  `{"name":"X_PASSWORD","kind":"env","value":"${SECRET}"}`, `{\n  "name": "X_PASSWORD",\n  "value": "${SECRET}"\n}`, `- name: X_PASSWORD\n  value: ${SECRET} ${SECRET}`, `- name: X_PASSWORD\r\n  value: |\r\n    ${SECRET}`,
  `ALTER USER kim PASSWORD '${SECRET}'`, `CREATE USER kim IDENTIFIED BY "${SECRET}"`, `machine h login u password ${SECRET}`, `machine h\n\tlogin u\n\tpassword ${SECRET}`, `ssh-keygen -N '${SECRET} x' -f key`
]
it('a secret that stands apart from its name is hidden, however the text is cut into pieces', () => fc.assert(fc.property(fc.constantFrom(...APART), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (text, pieces) => {
  const shown = read(`before\n${text}\nafter 1`, pieces)
  expect(shown.join('\n')).not.toContain(SECRET)
  expect(shown.join('\n')).toContain('••••••••')
  expect([shown[0], shown.at(-1)]).toEqual(['before', 'after 1'])
})))
it.each(APART.filter((text) => !text.includes('\n')))('and in a line without an end too: %s', (text) => {
  for (const shift of [0, 20, 60]) {
    const lines = read(`${'x '.repeat(64 * 1024).slice(0, 64 * 1024 - shift)} ${text} ${'y '.repeat(9000)}`)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('')).not.toContain(SECRET.slice(-6))
  }
})
