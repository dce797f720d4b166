import { expect, test, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { fileOf } = await import('./app-protocol')

test.each([
  ['app://ui/index.html', '/out/renderer/index.html'],
  ['app://ui/assets/a.js?x=1', '/out/renderer/assets/a.js'],
  ['app://ui/', null],
  ['app://other/index.html', null],
  ['app://ui/%2e%2e/%2e%2e/etc/passwd', null],
  ['app://ui/..%2f..%2fetc%2fpasswd', null],
  ['app://ui/a%00.html', null],
  ['app://ui/%zz', null],
  ['nonsense', null]
])('%s is %s', (url, file) => {
  const found = fileOf(url, '/out/renderer')
  expect(found === null || found.startsWith('/out/renderer/')).toBe(true)
  if (file !== null) expect(found).toBe(file)
})
