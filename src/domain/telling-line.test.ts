import { expect, it } from 'vitest'
import { tellingLine } from './telling-line'

const NODE = `node:events:502
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use 127.0.0.1:28123
    at Server.setupListenHandle [as _listen2] (node:net:1908:16)
    at process.processTicksAndRejections (node:internal/process/task_queues:83:21)
Emitted 'error' event on Server instance at:
    at emitErrorNT (node:net:1944:8)
    at process.processTicksAndRejections (node:internal/process/task_queues:82:21) {
  code: 'EADDRINUSE',
  errno: -98,
  syscall: 'listen',
  address: '127.0.0.1',
  port: 28123
}

Node.js v20.20.2`
const PYTHON = `Traceback (most recent call last):
  File "/srv/shop/error.py", line 3, in <module>
    server.bind(('127.0.0.1', 80))
PermissionError: [Errno 13] Permission denied`
const GO = `2026/11/30 12:00:00 starting
panic: listen tcp :8080: bind: address already in use

goroutine 1 [running]:
main.main()
	/srv/shop/main.go:12 +0x1d`
const JAVA = `Exception in thread "main" java.net.BindException: Address already in use
	at java.base/sun.nio.ch.Net.bind0(Native Method)
	at Main.main(Main.java:7)`

it.each([
  ['Node', NODE, 'Error: listen EADDRINUSE: address already in use 127.0.0.1:28123'],
  ['Python', PYTHON, 'PermissionError: [Errno 13] Permission denied'],
  ['Go', GO, 'panic: listen tcp :8080: bind: address already in use'],
  ['Java', JAVA, 'Exception in thread "main" java.net.BindException: Address already in use'],
  ['a shell', 'starting\nfatal: no such file\nbye', 'fatal: no such file'],
  ['who names no error', 'starting\ncannot read settings: no such file\n\n', 'cannot read settings: no such file'],
  ['who names only the code', 'starting\nlisten ECONNREFUSED\nNode.js v20.20.2', 'listen ECONNREFUSED'],
  ['whom only its version is left of', 'Node.js v20.20.2', 'Node.js v20.20.2']
])('is found in what %s prints', (_, text, line) => expect(tellingLine(text.split('\n'))).toBe(line))

it('is none where nothing was printed', () => expect([tellingLine([]), tellingLine(['', ' '])]).toEqual([null, null]))
