import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemOf } from '../../domain/problem'
import { isSecretName } from '../../domain/config'
import { MASK, createSecrets } from './secrets'

const thrown = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return problemOf(error)
  }
  throw new Error('it did not fail')
}

describe('secrets', () => {
  const secrets = createSecrets({ SHOP_PASSWORD: 'hunter2-long', DATABASE_URL: 'postgres://shop:p%40ssw0rd@db/shop', PATH: '/usr/bin', EMPTY: '' })
  it('knows them by key and by URL', () => {
    expect(secrets.mask('a hunter2-long b p%40ssw0rd')).toBe(`a ${MASK} b ${MASK}`)
    expect(secrets.mask('/usr/bin')).toBe('/usr/bin')
  })
  it('does not take the folder that a shell stands in for one', () => {
    expect(createSecrets({ PWD: '/srv/shop', OLDPWD: '/srv/other', DB_PWD: 'hunter2-long' }).mask('/srv/shop/x /srv/other hunter2-long')).toBe(`/srv/shop/x /srv/other ${MASK}`)
  })
  it('names a missing one', () => {
    expect(thrown(() => secrets.secret('NOPE'))).toMatchObject({ code: 'secret-missing', message: expect.stringContaining('NOPE') })
    expect(thrown(() => secrets.secret('EMPTY'))).toMatchObject({ code: 'secret-missing' })
  })
  it('masks what was asked for or learned, in any form', () => {
    const own = createSecrets({ PLAIN: 'a "quoted" value/ü' })
    own.secret('PLAIN')
    own.learn('line one of key\nline two of key')
    for (const form of ['a "quoted" value/ü', 'a \\"quoted\\" value/ü', encodeURIComponent('a "quoted" value/ü'), Buffer.from('a "quoted" value/ü').toString('base64'), 'line two of key'])
      expect(own.mask(`<${form}>`)).toBe(`<${MASK}>`)
  })
  it('masks by the key that stands before the value', () => {
    const none = createSecrets({})
    expect(none.mask('API_TOKEN=abc PORT=80')).toBe(`API_TOKEN=${MASK} PORT=80`)
    expect(none.mask('{"dbPassword": "x y", "user": "z"}')).toBe(`{"dbPassword": "${MASK}", "user": "z"}`)
    expect(none.mask('redis://u:geheim@h/0')).toBe(`redis://u:${MASK}@h/0`)
    expect(none.mask(String.raw`msg="{\"apiKey\":\"x y\"}"`)).toBe(String.raw`msg="{\"apiKey\":\"${MASK}\"}"`)
    expect(none.mask('env="A_PASSWORD=abc" password="cut off')).toBe(`env="A_PASSWORD=${MASK}" password="${MASK}"`)
    expect(none.mask('--password=abc -Ddb.password=abc')).toBe(`--password=${MASK} -Ddb.password=${MASK}`)
    expect(none.mask('Authorization: Bearer abc.def')).toBe(`Authorization: ${MASK}`)
    expect(none.mask('PASSWORD=$SHOP_PASSWORD')).toBe('PASSWORD=$SHOP_PASSWORD')
  })
  it('tells names', () => {
    expect(['DB_PASSWORD', 'apiKey', 'api-key', 'auth_token', 'clientSecret', 'DB_PASS', 'SENTRY_DSN', 'Cookie'].filter(isSecretName)).toHaveLength(8)
    expect(['PATH', 'PORT', 'AUTHOR', 'KEYBOARD', 'passenger', 'monkey', 'TOKEN_TTL'].filter(isSecretName)).toEqual([])
  })
  it.each(['a', 'a://', '://a:', 'a.', 'a=', '"a', 'password=', 'password="', "k='", String.raw`\\"a`, ' ', 'a: '])('masks a long line of %j in time', (part) => {
    const line = part.repeat(64 * 1024 / part.length)
    const started = performance.now()
    createSecrets({ A_TOKEN: 'sesame-open' }).mask(line)
    expect(performance.now() - started).toBeLessThan(1000)
  })
  it('masks a secret however it is cut into pieces', () => {
    const own = createSecrets({ A_SECRET: 'abcabd', B_SECRET: 'cabdabc' })
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'abcabd', 'cabdabc', '\n'), { maxLength: 30 }), fc.array(fc.nat(7), { maxLength: 40 }), (parts, cuts) => {
      const text = parts.join('')
      const masker = own.splitMasker()
      let out = ''
      let at = 0
      for (const cut of cuts) out += masker.push(text.slice(at, (at += cut)))
      out += masker.push(text.slice(at)) + masker.end()
      expect(out).not.toContain('abcabd')
      expect(out).not.toContain('cabdabc')
    }))
  })
  it('does not hold back what cannot be a secret', () => expect(createSecrets({ A_SECRET: 'abcabd' }).splitMasker().push('hello')).toBe('hello'))
})
