import { expect, it } from 'vitest'
import { lineReader } from './lines'
import { createSecrets } from './secrets'

const SECRET = 'hunter2hunter2x'

function read(text: string, secrets = createSecrets({})): readonly string[] {
  const lines: string[] = []
  const reader = lineReader(secrets.splitMasker(), secrets.lineMask(), secrets.mask, (line) => lines.push(line))
  for (let at = 0; at < text.length; at += 1000) reader.push(Buffer.from(text.slice(at, at + 1000)))
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
