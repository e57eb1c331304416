import { createServer, type TLSSocket } from 'node:tls'
import type { Logger } from '../log.ts'
import type { Papers, Wing } from './papers.ts'

/** What is spoken on the one port between the wings, told apart by ALPN (RFC 7301). */
export type Protocol = 'rapport-door' | 'http/1.1'
export const protocols: readonly Protocol[] = ['rapport-door', 'http/1.1']

export type Place = { host: string; port: number }

export type SecurePort = {
  /** The port it listens on. */
  port: number
  /** Says who takes the connections of one protocol; those of a protocol that nobody takes are closed. */
  serve(protocol: Protocol, connection: (socket: TLSSocket) => void): void
  close(): Promise<void>
}

const mostConnections = 1_024
const handshakeMs = 10_000

/** Listens with TLS 1.3 and lets in only whom our own authority has given a certificate made out to `whom`. */
export async function openSecurePort(at: Place & { papers: Papers; whom: Wing }, log: Logger): Promise<SecurePort> {
  const takers = new Map<string, (socket: TLSSocket) => void>()
  const open = new Set<TLSSocket>()
  const server = createServer(
    { ...at.papers, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3', ALPNProtocols: [...protocols], handshakeTimeout: handshakeMs },
    (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      socket.on('error', () => socket.destroy())
      const taker = takers.get(socket.alpnProtocol || '')
      if (!taker || socket.getPeerCertificate().subject?.CN !== at.whom) {
        log.warn({ protocol: socket.alpnProtocol }, 'a connection from another machine was refused')
        return void socket.destroy()
      }
      taker(socket)
    },
  )
  server.maxConnections = mostConnections
  server.on('tlsClientError', (error) => log.warn({ err: error }, 'a connection from another machine was refused'))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: at.host, port: at.port }, () => resolve())
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    serve: (protocol, connection) => void takers.set(protocol, connection),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
