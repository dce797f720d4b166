import { describe, expect, it } from 'vitest'
import { wayBack, wayTo, type Route } from './routes'

const overview: Route = { screen: 'overview' }
const deployments: Route = { screen: 'deployments' }
const guide: Route = { screen: 'guide', environment: 'staging' }
const run: Route = { screen: 'run', runId: 'r1' }
const result: Route = { screen: 'result', runId: 'r1' }

describe('levels', () => {
  it('put lists below the overview', () => expect(wayTo([overview, { screen: 'history' }], deployments)).toEqual([overview, deployments]))
  it('put the guide below where it was opened', () => expect(wayTo([overview, deployments], guide)).toEqual([overview, deployments, guide]))
  it('let the run take the place of the guide, and the result that of the run', () => {
    expect(wayTo([overview, deployments, guide], run)).toEqual([overview, deployments, run])
    expect(wayTo([overview, run], result)).toEqual([overview, result])
  })
  it('lead from the undo of a result back to it', () => expect(wayBack(wayTo([overview, result], guide))).toEqual([overview, result]))
  it('start at the overview when a run is opened directly', () => expect(wayTo([{ screen: 'start' }], run)).toEqual([overview, run]))
  it('end at the top', () => expect(wayBack([overview])).toEqual([overview]))
})
