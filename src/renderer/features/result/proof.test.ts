import { expect, it } from 'vitest'
import { shownProof } from './proof'

it('shows a request to this machine by its path', () => {
  const lines = ['GET http://127.0.0.1:4100/version → 200, v1.1.0 (7 ms)', 'POST https://localhost/checkout?dry=1 → 200', 'GET http://[::1]:80 → 200', 'GET http://localhost:4100?deep → 500']
  expect(lines.map(shownProof)).toEqual(['GET /version → 200, v1.1.0 (7 ms)', 'POST /checkout?dry=1 → 200', 'GET / → 200', 'GET /?deep → 500'])
})

it('leaves every other line as it is', () => {
  const lines = ['GET http://localhost.example/version → 200', 'GET http://10.0.0.7:80/ → 200', 'running, process 22597', 'asked http://127.0.0.1/x']
  expect(lines.map(shownProof)).toEqual(lines)
})
