import { expect, it } from 'vitest'
import { alsoTyped } from './holder'

it('what has to be confirmed besides is typed as a shell takes it', () => {
  const held = { runId: null, work: null }
  expect(alsoTyped([{ ...held, environment: 'production' }, { ...held, environment: 'staging', project: '/srv/my shop' }])).toBe("--also production --also '/srv/my shop:staging'")
})
