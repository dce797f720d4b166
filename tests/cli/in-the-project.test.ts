/** From a shell that stands in the project, and where a password is a common word: paths that git answers are still understood. */
import { afterEach, expect, it } from 'vitest'
import { createShop, type Shop } from '../support/shop'
import { backstep } from './run'

const shops: Shop[] = []
afterEach(async () => {
  for (const made of shops.splice(0)) await made.close()
})

it('rolls back from there', async () => {
  const made = await createShop()
  shops.push(made)
  const env = { PWD: made.path, OLDPWD: '/tmp', DB_PASSWORD: 'worktrees' }
  const { code, stdout, stderr } = await backstep(['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes'], { cwd: made.path, env })
  expect(stdout + stderr).toContain('staging serves v1.0.0')
  expect(code).toBe(0)
  expect((await made.answers('api', '/version')).body).toEqual({ version: 'v1.0.0' })
})
