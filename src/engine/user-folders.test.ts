import { expect, test } from 'vitest'
import { userConfigFolder, userDataFolder } from './user-folders'

test('folders of the user are below home unless the XDG variables name absolute ones', () => {
  expect(userConfigFolder({ HOME: '/home/mara' })).toBe('/home/mara/.config/backstep')
  expect(userDataFolder({ HOME: '/home/mara' })).toBe('/home/mara/.local/share/backstep')
  expect(userConfigFolder({ HOME: '/home/mara', XDG_CONFIG_HOME: '/etc/mara' })).toBe('/etc/mara/backstep')
  expect(userDataFolder({ HOME: '/home/mara', XDG_DATA_HOME: 'relative' })).toBe('/home/mara/.local/share/backstep')
})
