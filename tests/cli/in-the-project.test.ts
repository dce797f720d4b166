/** From a shell that stands in the project, and where a password is a common word: paths that git answers are still understood. */
import { expect, it } from 'vitest'
import { useShops, versionOf } from '../support/shops'
import { backstep } from './run'

const shop = useShops()

it('rolls back from there', async () => {
  const made = await shop()
  const env = { PWD: made.path, OLDPWD: '/tmp', DB_PASSWORD: 'worktrees' }
  const { code, stdout, stderr } = await backstep(['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes'], { cwd: made.path, env })
  expect(stdout + stderr).toContain('staging serves v1.0.0')
  expect(code).toBe(0)
  expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
})
