import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Sink = {
  port: number
  /** Whole messages as they came, in order. */
  caught: Buffer[]
  /** The recipients of each. */
  to: string[]
  close(): Promise<void>
}

export type SinkOptions = {
  port?: number
  /** Offers STARTTLS with a certificate that nobody signed. */
  badCertificate?: boolean
  onMail?(): Promise<void>
  onRcpt?(address: string): { code: number; text: string } | undefined
  /** 'hang up' drops the connection after the last byte, without an answer; otherwise the message is taken when this resolves. */
  onData?(nth: number): Promise<void> | 'hang up' | undefined
}

/** A real SMTP server on a loopback port that keeps what it is given. */
export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const caught: Buffer[] = []
  const to: string[] = []
  let nth = 0
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: options.badCertificate ? ['AUTH'] : ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onMailFrom: (_address, _session, done) => void (options.onMail?.() ?? Promise.resolve()).then(() => done(), done),
    onRcptTo: (address, _session, done) => {
      const refusal = options.onRcpt?.(address.address)
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData: (stream, session, done) => {
      const envelope = session.envelope.rcptTo.map((r) => r.address).join()
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.once('end', () => {
        const wish = options.onData?.(++nth)
        if (wish === 'hang up') {
          for (const connection of server.connections) if (connection.session.id === session.id) connection._socket.destroy()
          return
        }
        void (wish ?? Promise.resolve()).then(() => {
          caught.push(Buffer.concat(parts))
          to.push(envelope)
          done()
        }, done)
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const address = server.server.address()
  return { port: portOf(address), caught, to, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const portOf = (address: string | AddressInfo | null) => (typeof address === 'object' && address ? address.port : 0)
