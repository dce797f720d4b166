import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineMask, maskArguments, maskLines } from '.'

const mask = (text: string): string => maskLines(text, '…')
const byLine = (text: string): string => text.split('\n').map(createLineMask('…')).join('\n')

describe('a secret in a line', () => {
  it.each([
    // Addresses.
    ['postgres://u:p@ssw0rd@host/db', 'postgres://u:…@host/db'], ['postgres://u:pa/ss@host/db', 'postgres://u:…@host/db'], ['x postgres://u:p?s#s@host y', 'x postgres://u:…@host y'],
    ['redis://:geheim@h/0', 'redis://:…@h/0'], ['a://u:$ecret-1@h b://u:$NAME@h', 'a://u:…@h b://u:$NAME@h'], ['mongodb://u:p@h1:1,h2:2/db?mail=a@b.c', 'mongodb://u:…@h1:1,h2:2/db?mail=a@b.c'],
    ['https://u:p@registry/@scope/package', 'https://u:…@registry/@scope/package'], ['{"a":"amqp://a:x@h","b":"c@d"}', '{"a":"amqp://a:…@h","b":"c@d"}'], ['https://abcdefghijklmnopqrstuvwxyz@h/', 'https://…@h/'],
    // Without quotes.
    ['passphrase: correct horse battery', 'passphrase: …'], ['DB_PASSWORD=abc def', 'DB_PASSWORD=…'], ['export PGPASSWORD=abc def\nPORT=1', 'export PGPASSWORD=…\nPORT=1'], ['DB_PASSWORD=\nPORT=80', 'DB_PASSWORD=\nPORT=80'],
    ['token=abc user=bob', 'token=… user=bob'], ['API_TOKEN=a b PORT=80', 'API_TOKEN=… PORT=80'], ['Server=x;Password=a;b;User=me', 'Server=x;Password=…;User=me'], ['{password: abc, user: bob}', '{password: …, user: bob}'],
    ['token: abc is not valid', 'token: … is not valid'], ['(token: abc), retrying', '(token: …), retrying'], ['auth: fix the login', 'auth: … the login'], ['password=ab"c d', 'password=…'], ['GET /x?token=abc&user=bob HTTP/1.1', 'GET /x?token=…&user=bob HTTP/1.1'],
    ["password => 'a b'", "password => '…'"], ['if password == "a b" {', 'if password == "…" {'], ['user[password]=abc', 'user[password]=…'], ['token::Kind', 'token::Kind'], ['password=abc\u001fann', 'password=…\u001fann'],
    // In quotes, and in what stands in quotes.
    ['{"dbPassword": "x \\" y", "user": "z"}', '{"dbPassword": "…", "user": "z"}'], ['"DB_PASSWORD=abc def","PATH=/bin"', '"DB_PASSWORD=…","PATH=/bin"'], ["-e 'DB_PASSWORD=abc def' image", "-e 'DB_PASSWORD=…' image"],
    ['{"msg":"with password=abc def","n":1}', '{"msg":"with password=…","n":1}'], ['{"msg":"env \\"password=abc def\\" x"}', '{"msg":"env \\"password=…\\" x"}'], ['{"msg":"{\\"apiKey\\":\\"x y\\"} z"}', '{"msg":"{\\"apiKey\\":\\"…\\"} z"}'],
    ['{"a":"{\\"b\\":\\"{\\\\\\"token\\\\\\":\\\\\\"x y\\\\\\"}\\"}"}', '{"a":"{\\"b\\":\\"{\\\\\\"token\\\\\\":\\\\\\"…\\\\\\"}\\"}"}'], ['{"db password": "x"}', '{"db password": "…"}'], ["{'secret': 'a', 'n': 1}", "{'secret': '…', 'n': 1}"],
    ['{"pinSecret": 12345678, "n": 1}', '{"pinSecret": "…", "n": 1}'], ['{"password": null, "token": true}', '{"password": null, "token": true}'], ['password: `a b` c', 'password: `…` c'],
    // In lists and maps.
    ['{"password": ["hunter2x", "b ] c"], "n": [1]}', '{"password": ["…", "…"], "n": [1]}'], ['{"secrets": {"db": {"x": "a"}, "n": [1, null]}, "p": 1}', '{"secrets": {"db": {"x": "…"}, "n": ["…", null]}, "p": 1}'],
    ['passwords: [a b, c]', 'passwords: […, …]'], ['{"m":"{\\"tokens\\":[\\"a\\",\\"b\\"]}"}', '{"m":"{\\"tokens\\":[\\"…\\"]}"}'], ['<user>bob</user><password>a b</password>', '<user>bob</user><password>…</password>'],
    // Options and headers.
    ['mytool --password hunter2long --user bob', 'mytool --password … --user bob'], ['mytool --password "a b" -v', 'mytool --password "…" -v'], ['mytool --password=abc -v', 'mytool --password=… -v'], ['--password ab\\cd x', '--password … x'], ['--password abc', '--password …'], ['--db-token abc', '--db-token …'],
    ['curl -u a:b http://h', 'curl -u a:… http://h'], ["curl --user 'a:b' http://h", "curl --user 'a:…' http://h"], ['sshpass -p abc ssh h', 'sshpass -p … ssh h'], ['mysqldump -u root -pabc shop', 'mysqldump -u root -p… shop'], ['redis-cli -h x -a abc ping', 'redis-cli -h x -a … ping'],
    ['Authorization: Basic YTpi', 'Authorization: …'], ['> authorization: Bearer abc.def x=y', '> authorization: …'], ["curl -H 'Authorization: Basic YTpi' http://h", "curl -H 'Authorization: …' http://h"], ['Set-Cookie: a=b; c=d', 'Set-Cookie: …'],
    ["sshpass -p 'a b' ssh h", "sshpass -p '…' ssh h"], ['docker login -u kim -p abc', 'docker login -u kim -p …'], ['redis-cli -a "a b" ping', 'redis-cli -a "…" ping'],
    ['ssh-keygen -t ed25519 -N geheim -f key', 'ssh-keygen -t ed25519 -N … -f key'], ["/usr/bin/ssh-keygen -p -P 'old one' -N \"new one\" -f key", "/usr/bin/ssh-keygen -p -P '…' -N \"…\" -f key"], ['{"cmd":"ssh-keygen -N \\"a b\\" -f k"}', '{"cmd":"ssh-keygen -N \\"…\\" -f k"}'],
    // Beside their name.
    ['{"name":"X_PASSWORD","value":"a \\" b","n":1}', '{"name":"X_PASSWORD","value":"…","n":1}'], ['[{"name": "A", "value": "a"}, {"name": "API_KEY", "kind": "env", "value": "b"}, {"name": "B", "value": "c"}]', '[{"name": "A", "value": "a"}, {"name": "API_KEY", "kind": "env", "value": "…"}, {"name": "B", "value": "c"}]'],
    ['{"value":"a","name":"X_PASSWORD"}', '{"value":"…","name":"X_PASSWORD"}'], ['{"Key":"X_TOKEN","Value":12345678}', '{"Key":"X_TOKEN","Value":"…"}'], ['{"ParameterKey":"DbPassword","ParameterValue":"x"}', '{"ParameterKey":"DbPassword","ParameterValue":"…"}'],
    ['{"log":"{\\"name\\":\\"X_PASSWORD\\",\\"value\\":\\"a b\\"}"}', '{"log":"{\\"name\\":\\"X_PASSWORD\\",\\"value\\":\\"…\\"}"}'], ["[{'name': 'X_PASSWORD', 'value': 'a b'}]", "[{'name': 'X_PASSWORD', 'value': '…'}]"], ['{name: X_PASSWORD, value: a b, n: 1}', '{name: X_PASSWORD, value: …, n: 1}'],
    ['put --name /shop/db_password --value abc --type x', 'put --name /shop/db_password --value … --type x'], ['<input name="password" value="a b">', '<input name="password" value="…">'], ['name=A_TOKEN value=x name=B value=2', 'name=A_TOKEN value=… name=B value=2'],
    // In statements and in .netrc.
    ["CREATE ROLE shop WITH LOGIN PASSWORD 'it''s' VALID UNTIL 'x'", "CREATE ROLE shop WITH LOGIN PASSWORD '…' VALID UNTIL 'x'"], ["alter user shop password 'geheim'; select 1", "alter user shop password '…'; select 1"], ["ALTER USER a PASSWORD E'a\\'b' CREATEDB", 'ALTER USER a PASSWORD … CREATEDB'],
    ["create user 'a'@'%' identified by 'geheim' require ssl", "create user 'a'@'%' identified by '…' require ssl"], ['CREATE USER a IDENTIFIED WITH mysql_native_password BY "a b";', 'CREATE USER a IDENTIFIED WITH mysql_native_password BY "…";'], ["IDENTIFIED BY PASSWORD '*6BB4837'", "IDENTIFIED BY PASSWORD '…'"],
    ['GRANT ALL ON x.* TO a IDENTIFIED BY tiger;', 'GRANT ALL ON x.* TO a IDENTIFIED BY …;'], ["SET PASSWORD FOR 'a'@'h' = PASSWORD('geheim')", "SET PASSWORD FOR 'a'@'h' = PASSWORD('…')"], ['ALTER ROLE a PASSWORD $x$a b$x$ LOGIN', 'ALTER ROLE a PASSWORD … LOGIN'], ["it said: password 'hunter2' is wrong", "it said: password '…' is wrong"],
    ['{"sql":"ALTER USER a PASSWORD \'x y\'","n":1}', '{"sql":"ALTER USER a PASSWORD \'…\'","n":1}'], ['{"sql":"CREATE USER a IDENTIFIED BY \\"x y\\"","n":1}', '{"sql":"CREATE USER a IDENTIFIED BY \\"…\\"","n":1}'], ["ALTER USER a PASSWORD 'cut off", "ALTER USER a PASSWORD '…'"],
    ['machine h login u password p"q', 'machine h login u password …'], ['default login u password p and', 'default login u password … and'], ['machine h password p login u', 'machine h password … login u'], ['{"f":"machine h\\nlogin u\\npassword p\\n"}', '{"f":"machine h\\nlogin u\\npassword …\\n"}'],
    ['sent Bearer abcdefghijk1', 'sent Bearer …'], ['sent Basic dXNlcjpwYXNz', 'sent Basic …']
  ])('%j is masked', (text, masked) => {
    expect(mask(text)).toBe(masked)
    expect(mask(masked)).toBe(masked)
  })
  it.each([
    'PASSWORD=$SHOP_PASSWORD', 'PASSWORD=${SHOP_PASSWORD}', 'monkey=1 keyboard: 2 tokenizer=bpe', 'the --password option is required', 'use --token to sign in', 'Bearer authentication failed', 'Basic authentication', 'docker run -u 1000:1000 -p 80:80 mysql',
    'TOKEN_TTL=60 seconds', 'http://web:8080/x?mail=a@b.c', 'http://web:8080,http://a@b', 'git@github.com:kim/shop.git', 'password:', 'Access-Control-Allow-Credentials: true', '12:30:01 step 3 of 4: migrate',
    '{"name":"PORT","value":"80"}', '{"name":"TOKEN_TTL","value":"60"}', '{"name":"X_PASSWORD"},{"name":"PORT","value":"80"}', 'key=session_token hit, then value=5 was read', 'name: shop, key: item_1, value: 3', '{"name":"X_PASSWORD","value":null}', '{"name":"X_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db"}}}',
    "the password 'again' is asked for", 'password "again" is missing', "the host is identified by 'web-1'", 'identified by its name', 'PASSWORD is wrong', 'IDENTIFIED BY $NAME', 'ALTER ROLE a PASSWORD NULL', 'set a password (at least 8 letters)', '{"msg":"the password "}',
    'those begin with AGE-SECRET-KEY-1.', 'machine learning login page', 'default password must be changed', 'login kim password reset', 'ssh-keygen -l -f key', 'mytool -N 5 -P 4 -a x', 'make -p all', 'docker run -p 80:80 -N x', 'mongo -p 27017', 'key value store', 'value=5'
  ])('%j stays', (text) => expect(mask(text)).toBe(text))
  it('is masked in arguments, each by itself and as what its option takes', () => {
    const shown = (...argv: readonly string[]): string => maskArguments(argv, mask, '…').join(' ')
    expect(shown('/bin/tool', '--password', 'two words', '-v', 'x')).toBe('/bin/tool --password … -v x')
    expect(shown('/usr/bin/curl', '-u', 'a:b', '--user=a', 'http://h')).toBe('/usr/bin/curl -u … --user=a http://h')
    expect(shown('ssh-keygen', '-t', 'rsa', '-N', 'two words', '-f', 'key')).toBe('ssh-keygen -t rsa -N … -f key')
    expect(shown('docker', 'login', '-u', 'kim', '-p', 'abc')).toBe('docker login -u kim -p …')
    expect(shown('psql', '-c', "alter user a password 'x y'")).toBe("psql -c alter user a password '…'")
    expect(shown('git', '-c', 'user.name=a', 'log', '--', 'password')).toBe('git -c user.name=a log -- password')
  })
})

describe('a secret over several lines', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEA\n-----END PRIVATE KEY-----'
  it.each([
    [`before\n${pem}\nafter 1`, 'before\n…\n…\n…\n…\nafter 1'], ['password: |\n  one two\n  three\nport: 1', 'password: |\n  …\n  …\nport: 1'], ['"tokens": [\n  "a",\n  "b"\n],\n"n": 1', '"tokens": [\n  "…",\n  "…"\n],\n"n": 1'],
    ['tokens:\n- a\n- b c\nport: 1', 'tokens:\n- …\n- …\nport: 1'], ['secrets:\n  stripe: abc def\n  file: x\nport: 1', 'secrets:\n  stripe: …\n  file: x\nport: 1'], ['Enter password:\nwelcome kim', 'Enter password:\nwelcome kim'],
    ['env:\n- name: X_PASSWORD\n  value: one two\n- name: PORT\n  value: 80', 'env:\n- name: X_PASSWORD\n  value: …\n- name: PORT\n  value: 80'], ['{\n  "name": "X_PASSWORD",\n  "kind": "env",\n  "value": "a b"\n},\n{\n  "value": "c"\n}', '{\n  "name": "X_PASSWORD",\n  "kind": "env",\n  "value": "…"\n},\n{\n  "value": "c"\n}'],
    ['- name: TLS_SECRET\n  value: |\n    one\n    two\n- name: A\n  value: 1', '- name: TLS_SECRET\n  value: |\n    …\n    …\n- name: A\n  value: 1'], ['machine h\n  login u\n  password p\nmachine i login v\npassword q\npassword reset', 'machine h\n  login u\n  password …\nmachine i login v\npassword …\npassword reset'],
    ['key: user_token\nvalue read: 5\nvalue: 5', 'key: user_token\nvalue read: 5\nvalue: 5'], ['looked for key=session_token\nand found value=5', 'looked for key=session_token\nand found value=5'],
    ['passwords = [\n  "a",\n]\nn = 1', 'passwords = [\n  "…",\n]\nn = 1']
  ])('%j is masked line by line', (text, masked) => expect(byLine(text)).toBe(masked))
  it('is masked in a whole text too', () => {
    expect(mask(`a ${pem} b`)).toBe('a … b')
    expect(mask('password: |\n  one two\nport: 1\nKEY_SECRET="a\nb" c')).toBe('password: |\n  …\nport: 1\nKEY_SECRET="…" c')
  })
  it('ends where a log goes on', () => expect(byLine('-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n12:30 went on, all is well.')).toBe('…\n…\n12:30 went on, all is well.'))
})

const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'xyzXYZ789!%*+/.@#?-_~') }).map((text) => `q${text}q`)
const FORMS: readonly ((value: string) => string)[] = [
  (value) => `DB_PASSWORD=${value}`, (value) => `PGPASSWORD=${value} more ${value}`, (value) => `passphrase: ${value} ${value}`, (value) => `"password": "${value}"`, (value) => `{"password": ["${value}"], "port": 1}`, (value) => `x --password ${value}`,
  (value) => `Authorization: Basic ${value}`, (value) => `see postgres://u:${value}@host/db`, (value) => `'API_KEY=${value} ${value}'`, (value) => `{"log":"with token=${value}"}`, (value) => `curl -u kim:${value} x`, (value) => `client_secret: ${value}`
]

describe('whatever the value is', () => {
  it('nothing of it stays, and what stands before and behind it does', () => fc.assert(fc.property(word, fc.constantFrom(...FORMS), fc.constantFrom('', 'step 3 of 4, '), (value, form, before) => {
    const masked = mask(`${before}${form(value)}\nport=80`)
    expect(masked).not.toContain(value)
    expect(masked.startsWith(before)).toBe(true)
    expect(masked.endsWith('\nport=80')).toBe(true)
    expect(mask(masked)).toBe(masked)
  }), { numRuns: 3000 }))
  const log = fc.array(fc.constantFrom('password=', 'token: ', 'PGPASSWORD', '"', '\\', ' ', 'x', 'y z', '{', '}', '[', ']', ',', "'", '\n', '://u:', '@h', '=', ':', '--password ', 'Basic ', '\u001f', 'name', 'value', 'PASSWORD \'', 'IDENTIFIED BY ', 'machine h login u password ', 'ssh-keygen -N '), { maxLength: 12 }).map((parts) => parts.join(''))
  it('JSON stays JSON', () => fc.assert(fc.property(fc.dictionary(fc.constantFrom('password', 'apiKeys', 'user', 'log', 'a.b'), fc.oneof(log, fc.array(log), fc.jsonValue({ maxDepth: 2 }), log.map((text) => JSON.stringify({ password: text }))), { maxKeys: 3 }), (value) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) expect(() => void JSON.parse(mask(text)), mask(text)).not.toThrow()
  })))
  it.each(['a', 'a://', '://a:', '://a:b@', 'a.', 'a=', '"a', 'password=', 'password="', "k='", '\\"a', ' ', 'a: ', 'a_key=1 ', '"a_key": [', 'token: a ', 'password=a ; ', '-p ', '--password ', '--a', 'mysql ', 'curl -u ', '<password>', 'n', 'Basic ', 'Bearer ', 'password: {', '\\', 'secrets:\n ', '"password=a\\" ', '-----BEGIN PRIVATE KEY-----', 'password= ', ',;', 'name: token ', 'value=', 'name=a_token value=', '"value":"a",', "PASSWORD '", 'identified by ', "IDENTIFIED BY 'a''", 'machine h ', 'default login u password ', 'ssh-keygen -N ', '-N a '])('64 KB of %j are masked in time', (part) => {
    const line = part.repeat(64 * 1024 / part.length)
    const start = process.cpuUsage()
    mask(line)
    mask(`"x password=${line}`)
    byLine(`-----BEGIN PRIVATE KEY-----\n${line}!`)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(1500)
  })
})
