import { describe, expect, it } from 'vitest'
import type { DeploymentRow } from '../../../domain/views'
import { endedLook, whyNotBack } from './looks'

const row = (part: Partial<DeploymentRow> = {}): DeploymentRow => ({
  id: 'd-1', environment: 'staging', version: 'v1', timestamp: '2026-11-14T10:20:00Z', status: 'success', healthStatus: 'healthy', duration: null,
  strategy: null, actor: null, commit: null, mark: null, rollback: false, ...part
})

describe('how a deployment ended', () => {
  it('is its health when it succeeded', () => {
    expect(endedLook(row(), false)).toEqual({ kind: 'healthy' })
    expect(endedLook(row({ healthStatus: null }), false)).toEqual({ kind: 'done' })
    expect(endedLook(row({ healthStatus: 'unhealthy' }), false)).toEqual({ kind: 'failing', word: 'Unhealthy' })
    expect(endedLook(row({ healthStatus: 'slow' }), false)).toEqual({ kind: 'warning', word: 'Slow' })
  })
  it('is its status otherwise', () => expect(endedLook(row({ status: 'rolled-back' }), false).kind).toBe('rolled-back'))
  it('is what is so now for the current one', () => {
    expect(endedLook(row({ mark: 'current' }), true).kind).toBe('failing')
    expect(endedLook(row(), true).kind).toBe('healthy')
  })
})

describe('going back to a deployment', () => {
  it('is possible for a former one, and for the current one when what came after it failed', () => {
    expect(whyNotBack(row(), true)).toBeUndefined()
    expect(whyNotBack(row({ mark: 'current' }), true)).toBeUndefined()
  })
  it('is not for rollbacks, one that has not ended, or without the right to write', () => {
    const reasons = [whyNotBack(row({ rollback: true }), true), whyNotBack(row({ status: 'in-progress' }), true), whyNotBack(row(), false)]
    expect(reasons.every((reason) => reason !== undefined)).toBe(true)
  })
})
