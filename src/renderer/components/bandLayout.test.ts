import { describe, expect, it } from 'vitest'
import { bandMarks, downRange, type BandPart } from './bandLayout'

const part = (title: string, from: number, to: number, down = false): BandPart => ({ phase: title.toLowerCase(), title, from, to, down })
const parts = [
  part('Snapshot', 0, 0.18), part('Stop', 0.18, 0.26, true), part('Code', 0.26, 0.29, true), part('Config', 0.29, 0.3, true),
  part('Database', 0.3, 0.63, true), part('Start', 0.63, 0.78, true), part('Verify', 0.78, 1)
]

describe('the band of phases', () => {
  it('joins the labels of short phases', () =>
    expect(bandMarks(parts).map(({ label }) => label)).toEqual(['Snapshot', 'Stop', 'Code, config, database', 'Start', 'Verify']))
  it('spans the downtime', () => expect(downRange(parts)).toEqual({ from: 0.18, to: 0.78 }))
  it('has none where nothing stops', () => expect(downRange([part('Config', 0, 1)])).toBeUndefined())
})
