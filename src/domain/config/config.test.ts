import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { credentialsThatDiffer, diffConfig, mergeCredentials, parseConfig } from '.'

const digest = (text: string): string => `#${text}`
const values = (path: string, text: string): Record<string, string> | null => {
  const { entries } = parseConfig(path, text)
  return entries === null ? null : Object.fromEntries(entries.map((entry) => [entry.key, entry.value]))
}

describe('parseConfig', () => {
  it('reads .env files', () => {
    const text = '\ufeff# head\nexport A=1\r\nB = two words # note\nC="x\\ny # no note" # note\nD=\'a"b\'\nE="one\ntwo"\nF=\nG= # nothing\nH=a#b\nI=#c\nA=2'
    expect(values('conf/.env.staging', text)).toEqual({ A: '2', B: 'two words', C: 'x\ny # no note', D: 'a"b', E: 'one\ntwo', F: '', G: '', H: 'a#b', I: '#c' })
  })
  it('reads JSON with nested keys and lists', () => {
    const { format, entries } = parseConfig('config/web.json', '{"limits":{"cartItems":50},"on":true,"none":null,"big":12345678901234567890,"list":[{"b":1,"a":2}],"a.b":"c","e":{}}')
    expect(format).toBe('json')
    expect(entries).toEqual([
      { key: 'limits.cartItems', value: '50', type: 'number' }, { key: 'on', value: 'true', type: 'boolean' }, { key: 'none', value: 'null', type: 'null' },
      { key: 'big', value: '12345678901234567890', type: 'number' }, { key: 'list', value: '[{"a":2,"b":1}]', type: 'list' },
      { key: '"a.b"', value: 'c', type: 'string' }, { key: 'e', value: '{}', type: 'list' }
    ])
  })
  it('reads lines of keys and values, in sections or not', () => {
    expect(values('app.ini', '; c\n[db]\nhost = a.b\nurl=amqp://u:p@h#x\n\n[mail.smtp]\r\npassword: "a \\"b\\" ; c" # c\r\nempty =\n')).toEqual({ 'db.host': 'a.b', 'db.url': 'amqp://u:p@h#x', '"mail.smtp".password': 'a "b" ; c', '"mail.smtp".empty': '' })
    expect(values('app.properties', '! c\ndb.password=x\nserver.port : 80\n')).toEqual({ '"db.password"': 'x', '"server.port"': '80' })
    expect(values('app.toml', 'title = "x"\n[a]\nlist = [1, 2]\n')).toEqual({ title: 'x', 'a.list': '[1, 2]' })
  })
  it('reads YAML with aliases and merges', () => {
    expect(values('a.yml', 'base: &b {x: 1}\nmore:\n  <<: *b\n  y: [1, two]\n__proto__: z\n')).toEqual(Object.fromEntries([['base.x', '1'], ['more.x', '1'], ['more.y', '[1,"two"]'], ['__proto__', 'z']]))
    expect(values('a.yaml', '# nothing\n')).toEqual({})
  })
  it.each([
    ['.env', 'A="open'], ['.env', 'not an assignment'], ['a.json', '{"a":'], ['a.json', ''], ['a.json', '[1]'], ['a.json', '{"a":1,"a":2}'], ['a.yaml', 'a: [1'], ['a.yaml', 'a: 1\na: 2'],
    ['a.yaml', 'just text'], ['a.conf', 'server {'], ['a.toml', 'a = [\n1]'], ['a.toml', '[[a]]\nb = 1'], ['a.properties', 'a = b\\\nc'], ['a.xml', '<a/>'], ['a.json', '{"a":'.repeat(200_000)], ['a.yaml', '['.repeat(200_000)], ['a.yaml', 'a: &a [*a]'], ['a.json', `${'['.repeat(200_000)}`],
    ['a.yaml', `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]!}`).join(',')}]`).join('\n')}`]
  ])('does not know %s with %.20s', (path, text) => expect(parseConfig(path, text)).toEqual({ format: 'unknown', entries: null }))
  it('never throws', () => fc.assert(fc.property(fc.constantFrom('.env', 'a.ini', 'a.json', 'a.yaml'), fc.string({ unit: 'binary' }), (path, text) => void parseConfig(path, text))))
})

describe('credentials', () => {
  const then = '# then\nPORT=1\nexport PAYMENT_API_KEY="old" # pay\nDB=postgres://u:old@then/db\nSMTP_PASSWORD=same\n'
  const today = "PORT=2\nPAYMENT_API_KEY='n#w $x'\nDB='postgres://u:new@today/db'\nSMTP_PASSWORD=same\nNEW_TOKEN=x\n"
  it('are found and merged in .env', () => {
    expect(credentialsThatDiffer('.env', today, then)).toEqual(['PAYMENT_API_KEY', 'DB'])
    expect(credentialsThatDiffer('.env', 'DB=postgres://u:a@x/d', 'DB=postgres://u:a@y/d')).toEqual([])
    expect(mergeCredentials('.env', then, today, ['PAYMENT_API_KEY', 'DB', 'NEW_TOKEN'])).toBe(then.replace('"old"', "'n#w $x'").replace('u:old@', 'u:new@'))
    expect(mergeCredentials('.env', 'API_KEY= # none', 'API_KEY=#x', ['API_KEY'])).toBe('API_KEY=#x # none')
    expect(mergeCredentials('.env', 'API_KEY= old', 'API_KEY=#x', ['API_KEY'])).toBe("API_KEY= '#x'")
  })
  it('are merged in JSON', () => {
    const text = '{ // c\n   "db": {"password" : "old", "url":"amqp://a:b@h"}, "apiKeys": ["a"],\n "__proto__": {"token": 1} }'
    const now = '{"db":{"password":"n\\u0065w","url":"amqp://c:d@x"},"apiKeys":["b","c"],"__proto__":{"token":12345678901234567890}}'
    const keys = credentialsThatDiffer('a.json', now, text)
    expect(keys).toEqual(['db.password', 'db.url', 'apiKeys', '__proto__.token'])
    expect(mergeCredentials('a.json', text, now, keys)).toBe('{ // c\n   "db": {"password" : "n\\u0065w", "url":"amqp://c:d@h"}, "apiKeys": ["b","c"],\n "__proto__": {"token": 12345678901234567890} }')
  })
  it('are found and merged in lines of keys and values', () => {
    const text = '; then\n[db]\npassword = old ; c\nport = 1\n[mail]\npassword = "old"\n'
    const now = '[mail]\npassword = n ew\n[db]\npassword = new #2\nport = 2\n'
    const keys = credentialsThatDiffer('app.ini', now, text)
    expect(keys).toEqual(['db.password', 'mail.password'])
    expect(mergeCredentials('app.ini', text, now, keys)).toBe('; then\n[db]\npassword = new #2\nport = 1\n[mail]\npassword = n ew\n')
  })
  it('are merged in TOML, whose comments stay', () =>
    expect(mergeCredentials('a.toml', 'port = 1 # c\npassword = "old" # c\n', 'password = "n\\"ew"\n', ['password'])).toBe('port = 1 # c\npassword = "n\\"ew" # c\n'))
  it('are found and merged by the names of the items of a list', () => {
    const then = 'containers:\n- name: web # c\n  env:\n  - {name: PORT, value: "1"}\n  - name: DB_PASSWORD\n    value: old\n  - {name: SESSION_KEY, value: same}\n  - name: API_KEY\n    valueFrom: {secretKeyRef: {name: a, key: password}}\n'
    const now = 'containers:\n- name: web\n  env:\n  - {name: DB_PASSWORD, value: "n: w"}\n  - {name: SESSION_KEY, value: same}\n  - {name: PORT, value: "2"}\n  - {name: API_KEY, valueFrom: {secretKeyRef: {name: b, key: token}}}\n'
    const keys = credentialsThatDiffer('a.yaml', now, then)
    expect(keys).toEqual(['containers.web.env.DB_PASSWORD'])
    expect(mergeCredentials('a.yaml', then, now, keys)).toBe(then.replace('value: old', 'value: "n: w"'))
    const json = (entries: unknown): string => JSON.stringify({ env: entries })
    const [before, after] = [json([{ key: 'A', value: 1 }, { key: 'X_TOKEN', value: 'old' }]), json([{ key: 'X_TOKEN', value: 'new' }, { key: 'A', value: 2 }])]
    expect(credentialsThatDiffer('a.json', after, before)).toEqual(['env.X_TOKEN'])
    expect(mergeCredentials('a.json', before, after, ['env.X_TOKEN'])).toBe(before.replace('old', 'new'))
    const compose = (password: string, port: number): string => `environment:\n  - PORT=${port}\n  - DB_PASSWORD=${password}\n  - URL=postgres://u:${password}@h${port}/\n`
    expect(credentialsThatDiffer('a.yml', compose('new', 2), compose('old', 1))).toEqual(['environment.DB_PASSWORD', 'environment.URL'])
    expect(mergeCredentials('a.yml', compose('old', 1), compose('new', 2), ['environment.DB_PASSWORD', 'environment.URL'])).toBe(compose('new', 1))
  })
  it('are found in a list whose items have the same name twice', () =>
    expect(credentialsThatDiffer('a.json', '{"e":[{"name":"PASSWORD","value":"new"},{"name":"PASSWORD","value":"b"}]}', '{"e":[{"name":"PASSWORD","value":"old"},{"name":"PASSWORD","value":"b"}]}')).toEqual(['e']))
  it('are merged where the target only refers to them', () => {
    const merged = mergeCredentials('a.yaml', 'a: &a [{name: DB_PASSWORD, value: old}]\nb: *a\n', 'a: [{name: DB_PASSWORD, value: old}]\nb: [{name: DB_PASSWORD, value: new}]\n', ['b.DB_PASSWORD'])
    expect(values('a.yaml', merged)).toEqual({ 'a.DB_PASSWORD': 'old', 'b.DB_PASSWORD': 'new' })
  })
  it.each([
    ['app.ini', '[DB]\nPassword = old\n', '[db]\npassword = new\n', ['DB.Password'], '[DB]\nPassword = new\n'],
    ['app.ini', '[db]\npassword = old\nPASSWORD = a\n', '[db]\nPASSWORD = a\nPassword = new\n', ['db.password'], '[db]\npassword = new\nPASSWORD = a\n'],
    ['a.yaml', 'dbPassword: old\n', 'DBPassword: new\n', ['dbPassword'], 'dbPassword: new\n'],
    // Which of the two it was nobody can say.
    ['app.ini', 'password = old\n', 'PASSWORD = a\nPassword = new\n', [], 'password = old\n']
  ] as const)('are found in %s though capital letters changed: %j', (path, then, now, keys, after) => {
    expect(credentialsThatDiffer(path, now, then)).toEqual(keys)
    expect(mergeCredentials(path, then, now, keys)).toBe(after)
  })
  it.each([
    ['DATABASE_URL=postgres://shop@then/db', 'DATABASE_URL=postgres://shop:new@now/db', 'DATABASE_URL=postgres://shop:new@then/db'],
    ['DATABASE_URL="postgres://then:5432/db" # c', 'DATABASE_URL=postgresql://shop:new@now/db', 'DATABASE_URL="postgres://shop:new@then:5432/db" # c'],
    ['DATABASE_URL=postgres://shop:old@then/db', 'DATABASE_URL=postgres://shop@now/db', 'DATABASE_URL=postgres://shop@then/db'],
    ['DATABASE_URL=postgres://shop:old@then/db', 'DATABASE_URL=postgres://now/db', 'DATABASE_URL=postgres://then/db'],
    ['URLS=amqp://a:same@h,amqp://b:old@h', 'URLS=amqp://a:same@h,amqp://b:new@h', 'URLS=amqp://a:same@h,amqp://b:new@h']
  ])('are what stands before the @ of an address, also in one of the two only: %s', (then, now, after) => {
    const keys = credentialsThatDiffer('.env', now, then)
    expect(keys).toHaveLength(1)
    expect(mergeCredentials('.env', then, now, keys)).toBe(after)
    const shown = diffConfig({ path: '.env', text: now }, { path: '.env', text: then }, digest).lines
    expect(shown.map((line) => line.value)).toEqual(['••••••••', '••••••••'])
  })
  it.each([['URL=http://a/b', 'URL=http://kim@a/c'], ['DB=sqlite:///x', 'DB=postgres://u:new@h/d'], ['URL=http://cache', 'URL=redis://:new@cache']])('are not what is no account: %s', (then, now) =>
    expect(credentialsThatDiffer('.env', now, then)).toEqual([]))
  it('in a list make the whole list one', () => {
    const [then, now] = ['{"dbs":[{"host":"h","password":"old"}],"n":[1]}', '{"dbs":[{"host":"h","password":"new"}],"n":[2]}']
    expect(credentialsThatDiffer('a.json', now, then)).toEqual(['dbs'])
    expect(mergeCredentials('a.json', then, now, ['dbs'])).toBe('{"dbs":[{"host":"h","password":"new"}],"n":[1]}')
  })
  it.each([
    ['a:\n   password:   old   # c\nb:   1\n', 'a: {password: "n: #w"}', 'a:\n   password:   "n: #w"   # c\nb:   1\n'],
    ['key: 1\napiKey: |\n  one\n  two\n# c\n', 'apiKey: x', 'key: 1\napiKey: x\n# c\n'],
    ['{apiKey: old, b: 1}', 'apiKey: a, b', '{apiKey: "a, b", b: 1}'],
    ['o: &o old\napiKey: *o\n', 'apiKey: new', 'o: &o old\napiKey: new\n'],
    ['url: amqp://a:b@h/ # c\n', 'url: "amqp://c:d@x/"', 'url: amqp://c:d@h/ # c\n'],
    ['tokens:\n  - a # c\n  - b\nz: 1\n', 'tokens: [c]', 'tokens:\n  [c]\nz: 1\n']
  ])('are merged in YAML %j', (text, now, after) => expect(mergeCredentials('a.yaml', text, now, credentialsThatDiffer('a.yaml', now, text).length > 0 ? credentialsThatDiffer('a.yaml', now, text) : ['none'])).toBe(after))
  it('of a merged map stay apart from it', () => {
    const merged = mergeCredentials('a.yaml', 'a: &a {token: old}\nb:\n  <<: *a\n', 'a: {token: old}\nb: {token: new}', ['b.token'])
    expect(values('a.yaml', merged)).toEqual({ 'a.token': 'old', 'b.token': 'new' })
  })
})

describe('diffConfig', () => {
  const env = (text: string) => ({ path: '.env', text })
  it('compares key by key', () => {
    const { lines, masked } = diffConfig(env('A=1\nB=2\nAPI_KEY=abc'), env('A=3\nC=4\nAPI_KEY=def'), digest)
    expect(masked).toBe(1)
    expect(lines).toEqual([
      { kind: 'away', name: 'A', value: '1', note: '' }, { kind: 'back', name: 'A', value: '3', note: '' }, { kind: 'back', name: 'C', value: '4', note: 'not set today' },
      { kind: 'away', name: 'API_KEY', value: '••••••••', note: 'value hidden' }, { kind: 'back', name: 'API_KEY', value: '••••••••', note: 'value hidden' },
      { kind: 'away', name: 'B', value: '2', note: 'not set in the target' }
    ])
  })
  it('says what it cannot compare', () => {
    expect(diffConfig(null, null, digest).lines).toEqual([])
    const text = (content: string) => ({ path: 'a.xml', text: content })
    expect(diffConfig(text('a'), text('a'), digest).lines).toEqual([])
    expect(diffConfig(text('a'), text('b'), digest).lines).toEqual([{ kind: 'back', name: 'a.xml', value: '', note: 'content differs' }])
    expect(diffConfig(env('# a'), env('# b'), digest).lines.map((line) => line.note)).toEqual(['only comments, order or layout differ'])
    expect(diffConfig(null, text('b'), digest).lines.map((line) => line.note)).toEqual(['the file is absent today'])
  })
})

const secret = fc.string({ minLength: 8, maxLength: 20, unit: fc.constantFrom(...'ghjkQZ789#$ \'"\\=') }).map((text) => `S${text}S`)
const file = fc.record({ port: fc.nat(), word: fc.string({ unit: fc.constantFrom(...'abc ') }), key: secret, password: secret })
type Made = typeof file extends fc.Arbitrary<infer T> ? T : never
const WRITE = {
  '.env': (f: Made) => `# c ${f.port}\nPORT=${f.port}\nPAYMENT_API_KEY="${f.key.replace(/["\\$]/g, '\\$&')}" # x\nWORD='${f.word}'\nHINT="see ${f.key.replace(/["\\$]/g, '\\$&')}"\nDB_PASSWORD="${f.password.replace(/["\\$]/g, '\\$&')}"\n`,
  'a.json': (f: Made) => `{ "port": ${f.port},\n "paymentApiKey": ${JSON.stringify(f.key)},\n "word": ${JSON.stringify(f.word)},\n "hint": ${JSON.stringify(`see ${f.key}`)},\n "password": ${JSON.stringify(f.password)}\n}`,
  'a.yaml': (f: Made) => `port: ${f.port} # c\npaymentApiKey: ${JSON.stringify(f.key)}\nword:   ${JSON.stringify(f.word)}\nhint: ${JSON.stringify(`see ${f.key}`)}\npassword: ${JSON.stringify(f.password)}\n`
} as const

describe.each(Object.entries(WRITE))('%s', (path, write) => {
  it('never shows a secret', () => fc.assert(fc.property(file, file, (today, then) => {
    const shown = diffConfig({ path, text: write(today) }, { path, text: write(then) }, digest).lines.map((line) => `${line.name} ${line.value} ${line.note}`).join('\n')
    for (const value of [today.key, today.password, then.key, then.password]) expect(shown).not.toContain(value)
  })))
  it('keeps every other line', () => fc.assert(fc.property(file, file, (today, then) => {
    const text = write(then)
    const merged = mergeCredentials(path, text, write(today), credentialsThatDiffer(path, write(today), text))
    expect(merged).toBe(write({ ...then, key: today.key, password: today.password }).split('\n').map((line, i) => (/hint/i.test(line) ? text.split('\n')[i]! : line)).join('\n'))
  })))
})
