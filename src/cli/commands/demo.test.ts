import { expect, it } from 'vitest'
import { toTry } from './demo'

it('what is proposed after a demo was made can be typed as it stands, also with a blank in its folder', () => {
  expect(toTry('/home/kim/my shop').map((line) => line.trim())).toEqual([
    "backstep status --project '/home/kim/my shop'", "backstep plan --env staging --project '/home/kim/my shop'",
    "backstep rollback --env staging --reason \"Checkout answers 500\" --project '/home/kim/my shop'", "backstep demo '/home/kim/my shop' --remove"
  ])
  expect(toTry('/tmp/shop')[0]).toBe('  backstep status --project /tmp/shop')
})
