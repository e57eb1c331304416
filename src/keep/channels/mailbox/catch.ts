import { randomBytes } from 'node:crypto'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { AppError } from '../../../platform/errors.ts'
import type { Mailbox } from '../account/ways.ts'
import type { ChannelDeps } from '../deps.ts'

// The built-in mailbox: where mail goes while there is no way out. A real SMTP server on a loopback port that only our own
// courier may use; what it catches is sealed at once and gone after a week.

const mostBytes = 10 * 1024 * 1024

/** What a caught message is sealed under. */
export const caughtPlace = (id: number) => `mailbox\0${id}`

export async function openMailbox(deps: ChannelDeps): Promise<Mailbox> {
  const user = 'courier'
  const password = randomBytes(24).toString('base64url')
  const server: SMTPServer = new SMTPServer({
    banner: 'Rapport mailbox',
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    allowInsecureAuth: true,
    authMethods: ['PLAIN'],
    size: mostBytes,
    logger: false,
    onAuth: (auth, _session, done) => (auth.username === user && auth.password === password ? done(null, { user }) : done(new Error('Not for you.'))),
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map((r) => r.address)
      void whole(stream)
        .then((raw) => keep(deps, recipients, raw))
        .then(
          () => done(),
          (error: unknown) => {
            deps.log.error({ err: error }, 'the mailbox could not keep a message')
            done(Object.assign(new Error('Try again later.'), { responseCode: 451 }))
          },
        )
    },
  })
  server.on('error', (error) => deps.log.warn({ err: error }, 'trouble in the mailbox'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  if (typeof address !== 'object' || !address) throw new AppError('unavailable', 'The built-in mailbox found no port to listen on.')
  return { port: address.port, user, password, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function whole(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  if (stream.sizeExceeded) throw new AppError('too_large', 'The message is too large.')
  return Buffer.concat(parts)
}

async function keep(deps: ChannelDeps, recipients: readonly string[], raw: Buffer): Promise<void> {
  const at = deps.clock.now()
  for (const recipient of recipients) {
    const id = await deps.rowIds.one()
    await deps.db
      .insertInto('keep.mailbox_message')
      .values({
        id,
        recipient: deps.keyring.digest('email', recipient.trim().toLowerCase()),
        sealed: deps.keyring.sealRecord(caughtPlace(id), raw),
        size: raw.length,
        at,
      })
      .execute()
  }
}
