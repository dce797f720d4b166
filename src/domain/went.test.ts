import { expect, it } from 'vitest'
import { goesLine, wentLine, wentWords } from './went'

const [one, two] = [{ deploymentId: 'deploy-1', version: 'v1.0.0' }, { deploymentId: 'deploy-2', version: 'v2.0.0' }]

it('says what a run left and where it went', () => {
  expect(wentWords({ from: two, to: one })).toEqual({ left: 'v2.0.0', to: 'v1.0.0' })
  expect([wentLine({ from: two, to: one }), goesLine({ from: two, to: one })]).toEqual(['v2.0.0 → v1.0.0', 'v2.0.0 → v1.0.0 (deploy-1)'])
  expect([wentLine({ from: null, to: one }), goesLine({ from: null, to: { deploymentId: '', version: 'v1.0.0' } })]).toEqual(['v1.0.0', 'v1.0.0'])
})

it('never has one version on both sides: it goes there again, or the deployments are named', () => {
  expect([wentLine({ from: two, to: two }), goesLine({ from: two, to: two })]).toEqual(['v2.0.0 again', 'v2.0.0 again (deploy-2)'])
  const rebuilt = { from: { ...two, deploymentId: 'deploy-3' }, to: two }
  expect([wentLine(rebuilt), goesLine(rebuilt)]).toEqual(['v2.0.0 (deploy-3) → v2.0.0 (deploy-2)', 'v2.0.0 (deploy-3) → v2.0.0 (deploy-2)'])
})
