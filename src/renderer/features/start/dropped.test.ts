import { describe, expect, it } from 'vitest'
import { folderOf, type Dropped } from './dropped'

const folder: Dropped = { name: 'shop', path: '/srv/shop', isFolder: true }
const file: Dropped = { name: 'backstep.yaml', path: '/srv/shop/backstep.yaml', isFolder: false }

describe('folderOf', () => {
  it('is the one folder that was dropped', () => {
    expect(folderOf([folder])).toEqual({ path: '/srv/shop' })
  })
  it('says why anything else is not opened, and what to drop', () => {
    expect(folderOf([file])).toEqual({ code: 'not-dropped', message: '"backstep.yaml" is a file, not a folder. Nothing was opened.', next: 'Drop the folder of the project: the one that has backstep.yaml in it.' })
    expect(folderOf([folder, { ...folder, name: 'crm' }])).toMatchObject({ message: '2 things were dropped. One project is opened at a time. Nothing was opened.', next: 'Drop one folder.' })
    expect(folderOf([])).toMatchObject({ message: 'What was dropped is no folder. Nothing was opened.' })
    expect(folderOf([{ ...folder, path: '' }])).toMatchObject({ message: 'Where "shop" is on this machine cannot be seen. Nothing was opened.', next: 'Use Open folder… instead.' })
  })
  it('shows what could not be seen in a name', () => {
    expect(folderOf([{ ...file, name: 'a\u202eb' }])).toMatchObject({ message: expect.not.stringContaining('\u202e') as string })
  })
})
