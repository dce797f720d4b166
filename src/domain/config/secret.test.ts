import { describe, expect, it } from 'vitest'
import { configKeys, isSecretKey, isSecretValue } from '.'

const digest = (text: string): string => `#${text}`

describe('secrets', () => {
  it.each(['PAYMENT_API_KEY', 'smtp.password', 'dbPassword', 'SESSION_SECRET', 'secrets.stripe'])('%s is one', (key) => expect(isSecretKey(key)).toBe(true))
  it.each(['PORT', 'TOKEN_TTL', 'limits.cartItems', 'PUBLIC_KEY'])('%s is none', (key) => expect(isSecretKey(key)).toBe(false))
  it('tells an address with a password', () => expect([isSecretValue('postgres://u:pw@h/d'), isSecretValue('http://h:80/d')]).toEqual([true, false]))
  it.each(['a', 'a://', '://a:', 'eyJ-', 'password=', 'SG.', ' x', 'sk-'])('judges a long text of %j in time', (part) => {
    const start = performance.now()
    isSecretValue(part.repeat(200_000 / part.length))
    expect(performance.now() - start).toBeLessThan(10_000)
  })
  it('marks keys', () => {
    expect(configKeys('.env', 'A=1\nAPI_TOKEN=x', digest)).toEqual([{ key: 'A', type: 'string', digest: '#1', secret: false }, { key: 'API_TOKEN', type: 'string', digest: '#x', secret: true }])
    expect(configKeys('a.json', '{"users":[{"password":"x"}]}', digest)?.[0]?.secret).toBe(true)
    expect(configKeys('a.txt', 'A=1', digest)).toBe(null)
  })
})
