import { describe, expect, it } from 'vitest'
import { besides, type Listed } from './besides'
import { configKey, databaseKey, serviceKey, type ServiceInputs } from './facts'
import type { Wanted } from './plan'
import { configFact, databaseFact, foreignFact, serviceFact, unknownFact } from './testing/shop'

const NONE: Listed = { services: new Set(), config: new Set(), databases: new Set(), sameSchema: new Set() }
const runs: ServiceInputs = { release: 'commit:1', command: 'c', config: { '.env': 'e' }, data: { main: 'd' } }
const wantedRunning: Wanted = { [serviceKey('api')]: { state: 'running', runs } }
const of = (is: Parameters<typeof serviceFact>[0], listed: Partial<Listed> = {}): readonly string[] => besides({ [serviceKey('api')]: serviceFact(is) }, wantedRunning, { ...NONE, ...listed }, 'v1')

describe('what differs besides', () => {
  it('is nothing where all is as wanted', () => {
    expect(of({ runs })).toEqual([])
  })

  it('is a service that does not run, or that nobody knows', () => {
    expect(of({ state: 'gone' })).toEqual(['api does not run and is started again.'])
    expect(of({ state: 'stopped' })).toEqual(['api is stopped and is started.'])
    expect(of({ runs: null })).toEqual(['Nothing tells what api was started with: it is started again.'])
    expect(besides({ [serviceKey('api')]: unknownFact }, wantedRunning, NONE, 'v1')).toEqual(['It cannot be told what api runs.'])
  })

  it('is a service that is answered for by what was not started from here', () =>
    expect(besides({ [serviceKey('api')]: foreignFact() }, wantedRunning, NONE, 'v1')).toEqual(['What answers for api at http://127.0.0.1:4100 (process 4711) was not started from here; api is started.']))

  it('is a service that is not to run and is answered for', () =>
    expect(besides({ [serviceKey('api')]: foreignFact() }, { [serviceKey('api')]: { state: 'stopped', runs: null } }, NONE, 'v1')).toEqual(['api answers at http://127.0.0.1:4100 (process 4711): v1 did not have it running.']))

  it('is what a service would be started from, where it runs what is wanted', () => {
    const facts = { [serviceKey('api')]: serviceFact({ runs, installed: 'commit:2' }) }
    expect(besides(facts, { [serviceKey('api')]: { state: 'running', runs, installed: 'commit:1' } }, NONE, 'v1')).toEqual(['api would be started from other code than it runs: that goes back.'])
  })

  it('is a service that has to be down', () => {
    const down = { [serviceKey('api', 'two')]: { state: 'stopped' } } as const
    expect(besides({ [serviceKey('api', 'two')]: serviceFact({ runs }) }, down, NONE, 'v1')).toEqual(['api on two runs and is stopped: v1 did not have it running.'])
    expect(besides({ [serviceKey('api', 'two')]: serviceFact({ state: 'stopped', installed: 'x' }) }, { [serviceKey('api', 'two')]: { state: 'stopped', installed: 'y' } }, NONE, 'v1')).toEqual([])
  })

  it('is what it was started with, where no list shows that', () => {
    expect(of({ runs: { ...runs, command: 'other' } })).toEqual(['api is started with another command or environment.'])
    expect(of({ runs: { ...runs, config: { '.env': 'other' } } })).toEqual(['api was started with another configuration than is there: it is started again.'])
    expect(of({ runs: { ...runs, config: { '.env': 'other' } } }, { config: new Set(['.env']) })).toEqual([])
    expect(of({ runs: { ...runs, release: 'commit:2' } })).toEqual(['api does not run the code that is there: it is started again.'])
    expect(of({ runs: { ...runs, release: 'commit:2' } }, { services: new Set(['api']) })).toEqual([])
    expect(of({ runs: { ...runs, data: { main: 'other' } } })).toEqual(['api was started on other data than is there: it is started again.'])
  })

  it('is a file or a database of which no difference is listed', () => {
    const wanted: Wanted = { [configKey('.env')]: { digest: 'e', mode: 0o600 }, [databaseKey('main')]: { present: true, lineage: 'l' } }
    expect(besides({ [configKey('.env')]: configFact('e', 0o644), [databaseKey('main')]: databaseFact('other') }, wanted, NONE, 'v1')).toEqual(['The permissions of .env go back.', 'main goes back to other data.'])
    expect(besides({ [configKey('.env')]: configFact('e'), [databaseKey('main')]: databaseFact('other') }, wanted, { ...NONE, sameSchema: new Set(['main']) }, 'v1')).toEqual(['main goes back to other data; its schema is the same.'])
    expect(besides({ [configKey('.env')]: configFact('other'), [databaseKey('main')]: databaseFact('l') }, wanted, NONE, 'v1')).toEqual(['.env goes back; no value in it differs.'])
    expect(besides({ [configKey('.env')]: configFact('other'), [databaseKey('main')]: databaseFact('other') }, wanted, { ...NONE, config: new Set(['.env']), databases: new Set(['main']) }, 'v1')).toEqual([])
  })
})
