// The office's part of recording, alone in a process: it hands every request on to the keep's socket, unparsed.

import { callerAddress, listen, pipe, trustedProxies } from '../../src/platform/http/index.ts'

const socketPath = process.env['BENCH_SOCKET'] ?? ''
const proxies = trustedProxies('')
const { port, close } = await listen((request, response) => pipe({ socketPath, caller: callerAddress(request, proxies) }, request, response), {
  port: 0,
  host: '127.0.0.1',
})
process.once('disconnect', async () => {
  await close()
  process.exit(0)
})
process.send?.({ port })
