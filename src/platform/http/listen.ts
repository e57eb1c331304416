import { rmSync } from 'node:fs'
import { Agent, createServer, request as httpRequest, IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { SecurePort, SecureWay } from '../apart/index.ts'
import { closeSocket } from '../run-folder.ts'
import { throwAwayRest } from './rest.ts'

export type Address = { port: number; host: string } | { socket: string } | { secure: SecurePort }

/** A request listener of node:http for a fetch-style app. Who is refused while still sending is heard out first (throwAwayRest). */
export const listenerOf = (fetch: (request: Request) => Response | Promise<Response>): RequestListener => {
  const listener = getRequestListener(async (request, { incoming }) => {
    const response = await fetch(request)
    if (incoming instanceof IncomingMessage && !incoming.complete) await throwAwayRest(incoming)
    return response
  })
  return (request, response) => {
    void listener(request, response)
  }
}

/** Listens; a socket left by a dead process is removed first and only the owner may connect. Gives the server and its port. */
export async function listen(listener: RequestListener, at: Address): Promise<{ server: Server; port: number; close(): Promise<void> }> {
  // A large file by a slow line takes its time; the head of a request does not (Node's own minute holds for that).
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 30 * 60_000 }, listener)
  if ('secure' in at) at.secure.serve('http/1.1', (socket) => server.emit('connection', socket))
  else await bind(server, at)
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bind(server: Server, at: { port: number; host: string } | { socket: string }): Promise<void> {
  if ('socket' in at) rmSync(at.socket, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen('socket' in at ? { path: at.socket } : at, () => resolve())
  })
  if ('socket' in at) closeSocket(at.socket)
}

/** Where another listener of ours is reached: how node:http is to connect. */
export type Onward = { socketPath: string } | { agent: Agent }

/** The other listener stands on another machine. */
export function farAway(way: SecureWay): Onward {
  const agent = new Agent({ keepAlive: true })
  agent.createConnection = () => way.connect('http/1.1')
  return { agent }
}

/** Asks another listener of ours for something; gives its answer as it comes. `caller` as for `pipe`. Throws when it cannot be reached. */
export function askOnward(
  { caller, ...to }: Onward & { caller: string },
  { path, headers }: { path: string; headers: { [name: string]: string } },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ ...to, method: 'GET', path, headers: { ...headers, 'x-forwarded-for': caller } }, resolve)
      .on('error', reject)
      .end()
  })
}

/**
 * Hands a request on to another listener and its answer back, bytes as they are: nothing here parses a body. `caller` is
 * the address that the other listener is told, whatever the request says of itself.
 */
export function pipe({ caller, ...to }: Onward & { caller: string }, request: IncomingMessage, response: ServerResponse): void {
  const headers = { ...request.headers, 'x-forwarded-for': caller }
  let answered = false
  const onward = httpRequest({ ...to, method: request.method, path: request.url, headers }, (answer) => {
    answer.once('error', () => response.destroy())
    answer.once('end', () => {
      answered = true
    })
    if (request.complete) {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      return
    }
    // An answer before the end of the request is a refusal.
    request.unpipe(onward)
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'close' })
    answer.pipe(response, { end: false })
    answer.once('end', () => throwAwayRest(request).then(() => response.end()))
  })
  onward.on('error', () => {
    if (answered) return
    if (response.headersSent) return response.destroy()
    response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' })
    response.end(
      JSON.stringify({
        type: 'https://rapport.example/problems/unavailable',
        title: 'Not available now',
        status: 503,
        detail: 'This part is starting or was stopped. Please try again in a moment.',
      }),
    )
  })
  response.on('close', () => {
    if (!response.writableFinished || !request.complete) onward.destroy()
  })
  request.pipe(onward)
}
