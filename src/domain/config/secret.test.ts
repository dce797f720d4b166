import { describe, expect, it } from 'vitest'
import { configKeys, isSecretKey, isSecretValue, secretValues } from '.'
import { maskForms } from './secret'

const digest = (text: string): string => `#${text}`

describe('secrets', () => {
  it.each(['PAYMENT_API_KEY', 'smtp.password', 'dbPassword', 'SESSION_SECRET', 'secrets.stripe'])('%s is one', (key) => expect(isSecretKey(key)).toBe(true))
  it.each(['PORT', 'TOKEN_TTL', 'limits.cartItems', 'PUBLIC_KEY'])('%s is none', (key) => expect(isSecretKey(key)).toBe(false))
  it('tells an address with a password', () => expect([isSecretValue('postgres://u:pw@h/d'), isSecretValue('http://h:80/d')]).toEqual([true, false]))
  it.each(['a', 'a://', '://a:', 'eyJ-', 'password=', 'SG.', ' x', 'sk-'])('judges a long text of %j in time', (part) => {
    const start = process.cpuUsage()
    isSecretValue(part.repeat(200_000 / part.length))
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000)
  })
  it('finds the values in a file, however deep, and leaves out what would blank every line', () => {
    expect(secretValues('.env', 'MODE=staging\nAPI_TOKEN=abcdef1\nDB_PASSWORD=true\nPIN_SECRET=1234567\nCACHE=redis://u:geheim1@h/0\nP=sk_live_0123456789abcdef')).toEqual(['abcdef1', 'geheim1', 'sk_live_0123456789abcdef'])
    expect(secretValues('a.json', '{"smtp":{"password":"hunter22"},"secrets":["first-1",{"x":"second"}],"port":8080}')).toEqual(['hunter22', 'first-1', 'second'])
    expect(secretValues('a.yaml', 'auth:\n  clientSecret: hunter22\nname: shop')).toEqual(['hunter22'])
    expect(secretValues('a.yaml', 'env:\n- {name: DB_PASSWORD, value: hunter22}\n- {name: MODE, value: staging}\n- {key: X_TOKEN, value: hunter33}\nenvironment: [DB_PASS=hunter44, MODE=staging]')).toEqual(['hunter22', 'hunter33', 'hunter44'])
    expect(secretValues('a.ini', '[db]\npassword = hunter22 # old one\n')).toEqual(['hunter22', 'hunter22 # old one'])
    for (const [path, text] of [['a.json', '{'], ['a.xml', '<password>hunter22</password>'], ['a.yaml', '- [']] as const) expect(secretValues(path, text)).toEqual([])
  })
  it('masks in any text what is one by its form', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'
    expect(maskForms(`a ${pem} b sk_live_0123456789abcdef c ghp_${'x'.repeat(36)}; AKIAABCDEFGHIJKLMNOP`, '…')).toBe('a … b … c …; …')
    expect(maskForms(JSON.stringify({ pem }), '…')).toBe('{"pem":"…"}')
    expect(maskForms('task-skeleton in hooks.slack.com/help', '…')).toBe('task-skeleton in hooks.slack.com/help')
  })
  it('marks keys', () => {
    expect(configKeys('.env', 'A=1\nAPI_TOKEN=x', digest)).toEqual([{ key: 'A', type: 'string', digest: '#1', secret: false }, { key: 'API_TOKEN', type: 'string', digest: '#x', secret: true }])
    expect(configKeys('a.json', '{"users":[{"password":"x"}]}', digest)?.[0]?.secret).toBe(true)
    expect(configKeys('a.txt', 'A=1', digest)).toBe(null)
  })
})
