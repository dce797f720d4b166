import { expect, it } from 'vitest'
import type { SeenLane } from '../../../domain/views'
import { seenGroups } from './seen-groups'

const lanes = (...seen: readonly (readonly [string, SeenLane['state']])[]): readonly SeenLane[] => seen.map(([environment, state]) => ({ environment, state }))

it('groups environments by state, the most urgent first', () => {
  expect(seenGroups(lanes(['dev', 'running'], ['qa', 'running'], ['staging', 'failing'], ['production', 'interrupted']))).toEqual([
    { kind: 'interrupted', environments: ['production'] }, { kind: 'failing', environments: ['staging'] }, { kind: 'running', environments: ['dev', 'qa'] }
  ])
  expect(seenGroups([])).toEqual([])
})

it('leaves out no state', () => {
  const states = ['running', 'failing', 'drift', 'unknown', 'stopped', 'interrupted', 'in-progress', 'empty', 'waiting'] as const
  expect(seenGroups(states.map((state) => ({ environment: state, state }))).map(({ environments }) => environments[0])).toEqual(['interrupted', 'waiting', 'failing', 'in-progress', 'drift', 'unknown', 'stopped', 'empty', 'running'])
})
