import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'

/** A system elsewhere that is told things by HTTP: a real server on loopback. */
export type Receiver = {
  url: string
  port: number
  /** What it got, in the order in which it came. */
  got: { headers: IncomingHttpHeaders; body: string }[]
  /** How it answers from now on: a status with headers, or by whatever is given. */
  answers(with_: number | ((response: ServerResponse) => void)): void
}

/** Starts one that answers 200 until told otherwise; it goes when the test ends. */
export async function startReceiver(t: Pick<TestContext, 'after'>): Promise<Receiver> {
  const got: Receiver['got'] = []
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(200).end('{}')
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      answer(response)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const at = server.address()
  const port = typeof at === 'object' && at !== null ? at.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    got,
    answers: (with_) => {
      answer = typeof with_ === 'number' ? (response) => response.writeHead(with_).end() : with_
    },
  }
}
