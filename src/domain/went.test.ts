import { expect, it } from 'vitest'
import { leftWords } from './went'

const two = { deploymentId: 'deploy-2', version: 'v2.0.0' }

it('says what a run left, and only that it went back where the registry had the target in force already', () => {
  expect(leftWords({ from: two, to: { deploymentId: 'deploy-1' } })).toBe('v2.0.0')
  expect(leftWords({ from: two, to: two })).toBe('back')
  expect(leftWords({ from: null, to: two })).toBeNull()
})
