import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fail } from '../../domain/problem'
import { isHeld } from '../lock/lock'
import { whileHeld } from '../run/hold'
import { createSessionDeps } from '../session/deps'
import { openSession } from '../session/session'
import { atEnd } from '../testing/at-end'
import { codeOf, temporaryFolder } from '../testing/project'
import { undisturbed } from './undisturbed'

it('holds the environment as long as it captures, also when that fails, and no other', async () => {
  const project = temporaryFolder()
  mkdirSync(join(project, '.deployments'))
  writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: t\nenvironments: {}\n')
  const session = await openSession(project, createSessionDeps(process.env))
  atEnd(() => session.close())
  let end: () => void = () => undefined
  let begun: () => void = () => undefined
  const begins = new Promise<void>((resolve) => { begun = resolve })
  const capturing = undisturbed(session, 'staging', () => { begun(); return new Promise<void>((resolve) => { end = resolve }) })
  await begins
  expect([isHeld(project, 'staging'), isHeld(project, 'production')]).toEqual([true, false])
  expect(await codeOf(undisturbed(session, 'staging', async () => undefined))).toBe('environment-locked')
  end()
  await capturing
  expect(isHeld(project, 'staging')).toBe(false)
  await expect(undisturbed(session, 'staging', () => Promise.reject(new Error('no space')))).rejects.toThrow('no space')
  expect(isHeld(project, 'staging')).toBe(false)
})

it.each([['disk-full', true], ['store-busy', false]] as const)('where it cannot be said who holds it (%s): only what frees space goes on', async (code, goesOn) => {
  const project = temporaryFolder()
  mkdirSync(join(project, '.deployments'))
  writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: t\nenvironments: {}\n')
  const session = await openSession(project, createSessionDeps(process.env))
  atEnd(() => session.close())
  const full = { ...session, store: { ...session.store, takeHold: () => Promise.reject(fail(code, 'The row could not be written.')) } }
  const held = whileHeld(full, 'staging', 'removing snapshots', async () => isHeld(project, 'staging'))
  if (goesOn) expect(await held).toBe(true)
  else expect(await codeOf(held)).toBe(code)
  expect(isHeld(project, 'staging')).toBe(false)
})
