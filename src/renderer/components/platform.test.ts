import { describe, expect, it } from 'vitest'
import { ariaKeys, keyLabel, pressed } from './platform'

const press = (key: string, more: object = {}) => ({ key, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, ...more })

describe('keys', () => {
  it('are written as the system writes them', () => {
    expect(keyLabel('mod+k', true)).toBe('⌘K')
    expect(keyLabel('mod+k', false)).toBe('Ctrl K')
    expect(keyLabel('enter', false)).toBe('↵')
    expect(ariaKeys('mod+enter', true)).toBe('Meta+Enter')
    expect(ariaKeys('mod+k', false)).toBe('Control+K')
  })
  it('match only exactly', () => {
    expect(pressed(press('k', { ctrlKey: true }), 'mod+k', false)).toBe(true)
    expect(pressed(press('k', { ctrlKey: true }), 'mod+k', true)).toBe(false)
    expect(pressed(press('k', { metaKey: true }), 'mod+k', true)).toBe(true)
    expect(pressed(press('k'), 'mod+k', false)).toBe(false)
    expect(pressed(press('K', { ctrlKey: true, shiftKey: true }), 'mod+k', false)).toBe(false)
    expect(pressed(press('Escape'), 'esc', false)).toBe(true)
  })
})
