import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { KEEP_ALL } from '../snapshot-policy'
import { cycleIn, duration, encodeEnvironment, environmentName, nearest, parseProject, projectJsonSchema, type AdapterSchemas } from '.'

const SCHEMAS: AdapterSchemas = {
  runtimes: [{ kind: 'process', settings: z.strictObject({ command: z.array(z.string()), env: z.record(z.string(), z.string()).optional() }) }],
  databases: [{ kind: 'sqlite', settings: z.strictObject({ file: z.string() }) }]
}
const parse = (text: string) => parseProject(text, SCHEMAS)
const head = 'version: 1\nname: shop\nenvironments:\n  staging:\n'
/** An environment whose one service has these lines; they begin on line 7. */
const service = (lines: string): string => `${head}    services:\n      web:\n${lines.split('\n').map((line) => `        ${line}`).join('\n')}\n`
const COMMAND = 'runtime: process\ncommand: [node, web.js]'
const problemsOf = (text: string): readonly string[] => {
  const { definition, problems } = parse(text)
  expect(definition).toBe(null)
  return problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`)
}

describe('a file that is right', () => {
  it('gives the whole definition', () => {
    const text = `version: 1
name: shop
x-note: { anything: [goes] }
environments:
  staging:
    protected: true
    services:
      api: { runtime: process, command: [node, api.js] }
      web:
        runtime: process
        command: [node, web.js]
        env: { API_KEY: $API_KEY }
        dependsOn: [api]
        health:
          - { http: "http://127.0.0.1:4100/health", within: 5s, json: { version: "\${version}", ok: true } }
    databases:
      main: { engine: sqlite, file: data/main.db, onRollback: keep, usedBy: [api] }
    config:
      files: [.env.staging, { path: ./config//web.json, usedBy: [web] }]
`
    const { definition, problems } = parse(text)
    expect(problems).toEqual([])
    expect(definition).toEqual({
      name: 'shop', snapshots: KEEP_ALL, history: { allowedSigners: null },
      environments: [{
        name: 'staging', protected: true, strategy: 'recreate',
        services: [
          { name: 'api', runtime: 'process', hosts: ['local'], dependsOn: [], health: [], settings: { command: ['node', 'api.js'] } },
          {
            name: 'web', runtime: 'process', hosts: ['local'], dependsOn: ['api'], settings: { command: ['node', 'web.js'], env: { API_KEY: '$API_KEY' } },
            health: [{ http: 'http://127.0.0.1:4100/health', method: 'GET', status: 200, json: { version: '${version}', ok: 'true' }, text: null, within: 5000, consecutive: 1, interval: 250 }]
          }
        ],
        databases: [{ name: 'main', engine: 'sqlite', onRollback: 'keep', migrate: null, usedBy: ['api'], settings: { file: 'data/main.db' } }],
        config: [{ path: '.env.staging', usedBy: null }, { path: 'config/web.json', usedBy: ['web'] }]
      }]
    })
  })
  it('may use anchors and merges', () => {
    const { definition, problems } = parse(`${head}    services:\n      a: &a { runtime: process, command: [x] }\n      b:\n        <<: *a\n        dependsOn: [a]\n`)
    expect(problems).toEqual([])
    expect(definition?.environments[0]?.services.map((one) => [one.name, one.settings])).toEqual([['a', { command: ['x'] }], ['b', { command: ['x'] }]])
  })
})

describe('a database that is migrated down', () => {
  const database = (keys: string): string => `${service(COMMAND)}    databases:\n      main: { engine: sqlite, file: x, ${keys} }\n`
  it('names its program, alone or with where and how it runs', () => {
    const migrate = (keys: string): unknown => parse(database(keys)).definition?.environments[0]?.databases[0]?.migrate
    expect(migrate('onRollback: migrate, migrate: [node, down.mjs, "${version}"]')).toEqual({ command: ['node', 'down.mjs', '${version}'], directory: '.', env: {}, timeout: 600_000 })
    expect(migrate('onRollback: migrate, migrate: { command: [down], directory: tools, env: { DB: $SHOP_DATABASE_URL, N: 2 }, timeout: 2m }')).toEqual({ command: ['down'], directory: 'tools', env: { DB: '$SHOP_DATABASE_URL', N: '2' }, timeout: 120_000 })
  })
  it.each([
    ['onRollback: migrate', 'needs "migrate"'],
    ['migrate: [x]', 'is used only with "onRollback: migrate"'],
    ['onRollback: migrate, migrate: []', 'must not be empty'],
    ['onRollback: migrate, migrate: down.sh', '"migrate" is text'],
    ['onRollback: migrate, migrate: { command: [x], dir: y }', '"dir" is not a key of "migrate"'],
    ['onRollback: migrate, migrate: { command: [x], env: { "A-B": 1 } }', 'is not a name of letters'],
    ['onRollback: migrate, migrate: { command: [x], env: { PASSWORD: hunter2 } }', 'secret in plain text']
  ])('is refused with %s', (keys, words) => expect(problemsOf(database(keys)).join('\n')).toContain(words))
})

describe('what is wrong has its place and a sentence', () => {
  it('an unknown key, with the nearest', () => {
    const { problems } = parse(service(`${COMMAND}\ndependOn: []`))
    expect(problems).toEqual([{ line: 9, column: 9, message: '"dependOn" is not a key of a service. Did you mean "dependsOn"?', severity: 'error', correct: { from: 'dependOn', to: 'dependsOn' }, path: ['environments', 'staging', 'services', 'web', 'dependOn'] }])
    expect(problemsOf(service('runtime: process\ncomand: [x]'))).toContain('8:9 "comand" is not a key of a service. Did you mean "command"?')
    expect(problemsOf('version: 1\nname: x\nenvironment: {}\n')).toContain('3:1 "environment" is not a key of the project. Did you mean "environments"?')
    expect(problemsOf(service(`${COMMAND}\nhealth:\n  - { http: "http://h/", stauts: 200 }`))).toEqual(['10:34 "stauts" is not a key of an entry of "health". Did you mean "status"?'])
  })
  it('a key of another runtime, and not what that of its own needs', () => {
    const unit = { kind: 'unit', settings: z.strictObject({ restart: z.array(z.string()) }) }
    const { problems } = parseProject(service('runtime: process\nrestart: [systemctl, restart, web]'), { ...SCHEMAS, runtimes: [...SCHEMAS.runtimes, unit] })
    expect(problems.map(({ line, message }) => [line, message])).toEqual([[8, '"restart" is a key of "runtime: unit", not of "runtime: process".']])
  })
  it('an unknown key alone, where a rule of several keys misses the one that was meant', () => {
    const either = z.strictObject({ command: z.array(z.string()).nullable().default(null), restart: z.array(z.string()).nullable().default(null) })
      .superRefine((value, issues) => { if (value.command === null && value.restart === null) issues.addIssue({ code: 'custom', path: ['command'], message: 'or "restart" has to be given' }) })
    const said = (keys: string) => parseProject(service(`runtime: git\n${keys}`), { ...SCHEMAS, runtimes: [...SCHEMAS.runtimes, { kind: 'git', settings: either }] }).problems.map(({ message }) => message)
    expect(said('comand: [x]')).toEqual(['"comand" is not a key of a service. Did you mean "command"?'])
    expect(said('host: local')).toEqual(['"command" or "restart" has to be given.'])
  })
  it('wrong types', () => {
    expect(problemsOf(service('runtime: process\ncommand: node web.js'))).toEqual(['8:18 "command" is text, expected a list.'])
    expect(problemsOf(service('runtime: 5\ncommand: [x]'))).toContain('7:18 "runtime" is a number, expected text.')
    expect(problemsOf(service(`${COMMAND}\nhealth:\n  - { http: nowhere, within: soon }`))).toEqual([
      '10:21 "http" is not an address such as http://127.0.0.1:8080/health.', '10:38 "within" is not a duration such as 30s, 500ms or 2m.'
    ])
    expect(problemsOf(`${head}    services: [web]\n`)).toEqual(['5:15 "services" is a list, expected keys with values.'])
    expect(problemsOf(`${head}    protected: yes\n    services: {}\n`)).toEqual(['5:16 "protected" is text, expected true or false.'])
    expect(problemsOf('version: 2\nname: x\nenvironments: {}\n')).toEqual(['1:10 "version" is 2, expected 1.'])
    expect(problemsOf('version: 1\nenvironments: {}\n')).toEqual([expect.stringMatching(/needs "name"\.$/)])
    expect(problemsOf(service('command: [x]'))).toEqual([expect.stringMatching(/^6:7 A service needs "runtime"\.$/)])
    expect(problemsOf(`${head}    services:\n      web: nothing\n`)).toEqual(['6:7 "web" is text, expected the keys of a service.'])
    expect(problemsOf('')).toEqual(['1:1 backstep.yaml is empty. It needs "version: 1", "name" and "environments".'])
    expect(problemsOf('- a\n')).toEqual(['1:1 backstep.yaml holds a list, expected keys with values.'])
  })
  it('services that wait for each other', () => {
    const text = `${head}    services:\n      a: { runtime: process, command: [x], dependsOn: [b] }\n      b: { runtime: process, command: [x], dependsOn: [a] }\n`
    expect(problemsOf(text)).toEqual(['6:44 These services wait for each other: a → b → a. One of them must not depend on the next.'])
    expect(cycleIn([{ name: 'a', dependsOn: ['a'] }])).toEqual(['a'])
    expect(cycleIn([{ name: 'a', dependsOn: ['b', 'c'] }, { name: 'b', dependsOn: ['c'] }, { name: 'c', dependsOn: [] }])).toBe(null)
  })
  it('a name that is no service', () => {
    expect(problemsOf(service(`${COMMAND}\ndependsOn: [weeb]`))).toEqual(['9:21 "dependsOn" names "weeb", which is no service of this environment. Did you mean "web"?'])
  })
  it('a password in plain text, which is not repeated', () => {
    const texts = [service(`${COMMAND}\nenv: { DB_PASSWORD: hunter22 }`), service(`${COMMAND}\nenv: { DB: "postgres://u:hunter22@h/d" }`), service('runtime: process\ncommand: [x, "--db=amqp://u:hunter22@h"]'), service('runtime: process\ncommand: [x, --password, hunter22]'), service('runtime: process\ncommand: [x, --password=hunter22]')]
    for (const text of texts) {
      expect(problemsOf(text)).toEqual([expect.stringMatching(/^[89]:\d+ .*in plain text\. Write \$NAME/)])
      expect(problemsOf(text).join()).not.toContain('hunter22')
    }
    expect(parse(service('runtime: process\ncommand: [x, --password, $PW, --token-file, t]')).problems).toEqual([])
    expect(parse(service(`${COMMAND}\nenv: { DB_PASSWORD: "\${DB_PASSWORD}", DB: "amqp://u:$PW@h" }`)).problems).toEqual([])
  })
  it.each(['../.env', '/etc/passwd', '~/.env', 'a/../../b', 'C:/x', 'a\\b', 'dir/', '.', 'backstep.yaml', './backstep.yaml', '.deployments/x', '.git/config'])('the configuration file %s', (path) => {
    expect(problemsOf(`${head}    services: {}\n    config:\n      files:\n        - ${JSON.stringify(path)}\n`)).toEqual([expect.stringMatching(/^8:11 /)])
  })
  it('a configuration file named twice', () => expect(problemsOf(`${head}    services: {}\n    config: { files: [.env, ./.env] }\n`)).toEqual([expect.stringMatching(/^6:29 "\.\/\.env" is in the list already\.$/)]))
  it('an entry of a list', () => {
    expect(problemsOf(`${head}    services: {}\n    config: { files: [{ path: .env, usedby: [] }, 5, {}] }\n`)).toEqual([
      '6:37 "usedby" is not a key of an entry of "files". Did you mean "usedBy"?', expect.stringMatching(/^6:51 An entry of "files" is a number/), '6:54 An entry of "files" needs "path".'
    ])
  })
  it('an alias without its anchor, at its place', () => expect(problemsOf('version: 1\nname: *shop\nx-a: &shop x\n')).toEqual(['2:7 "*shop" names an anchor that is not set above it: &shop is missing.']))
  it('control characters in a key, shown harmlessly', () => expect(problemsOf('"a\\e[31mb\\u202E": 1\n').join()).toContain('"ab‹U+202E›" is not a key'))
  it('an unknown runtime', () => {
    const { problems } = parse(service('runtime: proces\ncommand: [x]'))
    expect(problems).toEqual([{ line: 7, column: 18, message: 'There is no runtime "proces". There is process. Did you mean "process"?', severity: 'error', correct: { from: 'proces', to: 'process' }, path: ['environments', 'staging', 'services', 'web', 'runtime'] }])
  })
  it('another machine, a name that cannot be one', () => {
    expect(problemsOf(service(`${COMMAND}\nhost: far`))).toEqual([expect.stringMatching(/^9:15 "host" names another machine/)])
    expect(problemsOf(`version: 1\nname: x\nenvironments:\n  a/b: { services: {} }\n`)).toEqual([expect.stringMatching(/^4:3 "a\/b" cannot name an environment/)])
  })
  it.each(['[', '{a: ', '- ', '{"a":', '? '])('%j 200,000 times', (text) => expect(problemsOf(text.repeat(200_000))).toEqual([expect.stringContaining('nested deeper than 100 levels')]))
  it('200,000 levels of lines, an alias of itself, aliases that grow', () => {
    expect(problemsOf(Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))[0]).toContain('nested deeper than 100 levels')
    expect(problemsOf('version: 1\nname: x\nenvironments: &a { b: *a }\n').length).toBeGreaterThan(0)
    const bomb = Array.from({ length: 9 }, (_, i) => `x-${i}: &a${i} [${Array(9).fill(i === 0 ? 'x' : `*a${i - 1}`).join(', ')}]`).join('\n')
    expect(problemsOf(`${bomb}\n`)).toEqual([expect.stringContaining('stand for too much')])
  })
  it('__proto__', () => {
    const everywhere = ['__proto__: { name: x }\n', `${head}    services: {}\n    __proto__: { protected: true }\n`, service(`${COMMAND}\n__proto__: { x: 1 }`), `version: 1\nname: x\nenvironments:\n  staging:\n    services:\n      __proto__: { runtime: process, command: [x], nope: 1 }\n`]
    for (const text of everywhere) expect(problemsOf(text).length).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>)['protected']).toBe(undefined)
  })
  it('YAML that is broken, with its line', () => {
    expect(problemsOf('version: 1\nname: "open\n')[0]).toMatch(/^[23]:\d+ This is not YAML: /)
    expect(problemsOf('version: 1\nversion: 1\n')).toEqual(['2:1 This key is there already: each may stand once.'])
    expect(problemsOf('version: 1\nname:\n\ta: 1\n')[0]).toMatch(/^3:1 YAML is indented with spaces/)
    expect(problemsOf('version: 1\n---\nversion: 1\n')[0]).toMatch(/^2:1 A second document/)
  })
})

describe('names and times', () => {
  it('of environments', () => {
    expect(['staging', 'prod-1', 'büro'].map(environmentName)).toEqual([null, null, null])
    expect(['', '-x', '.x', 'a b', 'x'.repeat(65)].map((name) => environmentName(name) === null)).toEqual([false, false, false, false, false])
    expect(encodeEnvironment('büro~')).toBe('b%C3%BCro%7E')
    expect(encodeEnvironment('ü'.repeat(64)).length).toBeLessThanOrEqual(180)
  })
  it('durations', () => expect(['500ms', '1.5s', '2m', '1h', '25h', '5', 's', '-1s'].map(duration)).toEqual([500, 1500, 120_000, 3_600_000, null, null, null, null]))
  it('nearest', () => expect([nearest('helth', ['health', 'host']), nearest('zzz', ['health'])]).toEqual(['health', null]))
  it('a schema for editors', () => expect(JSON.stringify(projectJsonSchema(SCHEMAS))).toMatch(/"runtime":\{"description":"[^"]+","const":"process"\},"command"/))
})
