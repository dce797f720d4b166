import { expect, test } from 'vitest'
import { launchOptions, launchOptionsFrom } from './launch-options'

test.each([
  [['electron', '.', '--project', 'shop'], '/home/o/shop'],
  [['electron', '.', '--project=/srv/shop'], '/srv/shop'],
  [['electron', '.', '--project', '--no-sandbox'], null],
  [['electron', '.', '--project='], null],
  [['electron', '.', '--project'], null],
  [['electron', '.', 'shop'], null]
])('%j names %s', (argv, project) => expect(launchOptions(argv, '/home/o')).toEqual({ project }))

test.each([[{ project: '/srv/shop' }, '/srv/shop'], [{ project: 'shop' }, null], [{ project: 7 }, null], [null, null], ['x', null]])(
  'a second start that hands over %j opens %s',
  (data, project) => expect(launchOptionsFrom(data)).toEqual({ project })
)
