import { expect, test } from 'vitest'
import { placement } from './bounds'

const left = { x: 0, y: 25, width: 1600, height: 1000 }
const right = { x: 1600, y: 0, width: 1920, height: 1080 }

test.each([
  ['nothing remembered', null, [left], { width: 1280, height: 800 }],
  ['still in place', { x: 1700, y: 40, width: 1200, height: 700 }, [left, right], { x: 1700, y: 40, width: 1200, height: 700 }],
  ['its display is gone', { x: 1700, y: 40, width: 1200, height: 700 }, [left], { width: 1200, height: 700 }],
  ['title bar above the display', { x: 100, y: -300, width: 1200, height: 700 }, [left], { width: 1200, height: 700 }],
  ['partly beside, still in reach', { x: -900, y: 100, width: 1200, height: 700 }, [left], { x: -900, y: 100, width: 1200, height: 700 }],
  ['too small', { x: 100, y: 100, width: 1, height: 1 }, [left], { x: 100, y: 100, width: 1000, height: 640 }],
  ['larger than any display', { x: 100, y: 100, width: 9000, height: 9000 }, [left], { x: 100, y: 100, width: 1600, height: 1000 }],
  ['no display at all', { x: 1, y: 1, width: 1200, height: 700 }, [], { width: 1200, height: 700 }]
])('%s', (_, remembered, displays, expected) => expect(placement(remembered, displays)).toEqual(expected))
