import { describe, expect, it } from 'vitest'
import { commandLines, quoted, shellLine } from './commands'
import type { Action } from './plan'
import { probe } from './testing/shop'

const lines = (action: Action): readonly string[] => commandLines({ action })
const sha = 'a'.repeat(64)
const blob = { store: 'manifests', id: 'deploy-1', blob: 'config/.env.staging' } as const
const inputs = { release: null, command: 'c', config: {}, data: {} }

describe('commandLines', () => {
  it('shows a program as a shell needs it typed, where it runs and with what', () => {
    expect(lines({ kind: 'exec', argv: ['npm', 'ci', '--omit=dev', "it's; $(id)"], cwd: '/srv/my shop', timeout: 1 })).toEqual(["cd '/srv/my shop'", "npm ci --omit=dev 'it'\\''s; $(id)'"])
    expect(lines({ kind: 'start-process', service: 'web', argv: ['node', 'web.js'], cwd: '/srv', env: { PORT: '4100', KEY: '$SHOP_KEY', X: '$(id)' }, inputs }))
      .toEqual(['cd /srv', `PORT=4100 KEY="$SHOP_KEY" X='$(id)' node web.js`])
    expect(lines({ kind: 'worktree', service: 'web', repository: '.', path: 'releases/5d', commit: sha, build: ['make', 'all'], env: { A: '1' }, timeout: 1 }))
      .toEqual([`git -C . worktree add --detach releases/5d ${sha}`, 'cd releases/5d', 'A=1 make all'])
    expect(lines({ kind: 'link', path: 'current', to: 'releases/v1' })).toEqual(['ln -sfn releases/v1 current'])
  })

  it('says how a service is stopped', () => {
    expect(lines({ kind: 'stop-process', service: 'web', signal: 'SIGTERM', timeout: 10_000 })).toEqual(['SIGTERM web, wait 10 s, then SIGKILL'])
    expect(lines({ kind: 'stop-process', service: 'web', signal: 'SIGTERM', timeout: 10_000, argv: ['systemctl', 'stop', 'web'] })).toEqual(['systemctl stop web, wait 10 s'])
  })

  it('names files and copies, digests in full', () => {
    expect(lines({ kind: 'keep', what: 'config', paths: ['.env.staging', 'config/staging.json'] })).toEqual(['keep .env.staging config/staging.json'])
    expect(lines({ kind: 'dump', database: 'main', blob: 'database/main.sqlite' })).toEqual(['copy main → database/main.sqlite (VACUUM INTO)'])
    expect(lines({ kind: 'write-file', path: '.env.staging', blob, keep: ['API_KEY'], digest: sha, mode: 0o600 }))
      .toEqual([`write .env.staging (from .deployments/manifests/deploy-1/config/.env.staging; keep today's API_KEY; mode 0600; digest ${sha})`])
    expect(lines({ kind: 'write-file', path: 'a b', blob: null, keep: [], digest: null, mode: null })).toEqual(["rm 'a b'"])
    expect(lines({ kind: 'restore', database: 'main', blob, sha256: sha, schema: 's', lineage: 'copy:x/${run}' })).toEqual([`copy .deployments/manifests/deploy-1/config/.env.staging → beside main (SHA-256 ${sha})`, 'open it read-only and compare its schema with s'])
    expect(lines({ kind: 'verify-config', files: [{ path: 'a', digest: sha }, { path: 'b', digest: null }] })).toEqual([`compare a with ${sha}`, 'compare b with absent'])
    expect(lines({ kind: 'verify-snapshot' })).toHaveLength(1)
    expect(lines({ kind: 'swap', database: 'main', from: 'kept', lineage: 'file:1:2' })).toEqual(['put main, as it was kept aside, in place; the present one is kept'])
    expect(lines({ kind: 'swap', database: 'main', from: 'beside', lineage: 'copy:x/${run}' })).toEqual(['put main, as it was restored beside, in place; the present one is kept'])
    expect(lines({ kind: 'verify-database', database: 'main', schema: sha })[0]).toContain(sha)
  })

  it('says what is asked and what must come back', () => {
    const probes = [probe('/health', { consecutive: 3 }), probe('/version', { json: { version: '${version}' }, text: 'shop ${version}' })]
    expect(lines({ kind: 'await-probe', service: 'web', probes, version: 'v1.1.0' })).toEqual([
      'GET http://127.0.0.1:4100/health → 200, 3 in a row, within 30 s',
      'GET http://127.0.0.1:4100/version → 200, version = "v1.1.0", holds "shop v1.1.0", within 30 s'
    ])
    expect(lines({ kind: 'verify-service', service: 'web', probes: [], version: 'v1' })).toEqual(['ask whether web runs'])
  })
})

it('quotes whatever a shell would read', () => {
  expect(shellLine(['a', '', '~/x', 'a*b', '$HOME', 'v1.0.0/x-y=z'])).toBe("a '' '~/x' 'a*b' '$HOME' v1.0.0/x-y=z")
  expect(quoted("'")).toBe("''\\'''")
})
