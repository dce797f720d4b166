import { describe, expect, it } from 'vitest'
import { imageProblem } from './image'

describe('image references', () => {
  it.each(['web', 'web:v1', 'shop/web', 'registry.example/shop/web:v1.1.0', 'localhost:5000/web', '[::1]:5000/a/b:x', `web@sha256:${'a'.repeat(64)}`, `r.example/web:v1@sha256:${'0'.repeat(64)}`, 'a__b/c-d.e'])('takes %s', (reference) => {
    expect(imageProblem(reference)).toBe(null)
  })
  it.each(['', ' ', 'Web', 'web:', 'web@sha256:1', '-x', '--rm', 'web;id', '$(id)', 'web v1', '/web', 'web/', 'a//b', 'web:v1:v2', 'https://r.example/web', 'user:pw@r.example/web', 'web\n', `w:${'x'.repeat(129)}`, 'x'.repeat(600)])('refuses %j', (reference) => {
    expect(imageProblem(reference)).not.toBe(null)
  })
})
