import { randomBytes } from 'node:crypto'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Mailbox } from '../account/ways.ts'
import type { ChannelDeps } from '../deps.ts'

// The built-in mailbox: where mail goes while there is no way out. A real SMTP server on a loopback port that only our own
// courier may use; what it catches is sealed at once, is there after a restart, and goes after a week.

const mostBytes = 10 * 1024 * 1024

/** What is kept: the newest so many letters, for so many days. */
export const kept = { letters: 5000, days: 7 } as const
const trimEvery = 100

/** What a caught message is sealed under. */
export const caughtPlace = (id: number) => `mailbox\0${id}`

export async function openMailbox(deps: ChannelDeps): Promise<Mailbox> {
  const user = 'courier'
  const password = randomBytes(24).toString('base64url')
  let untilTrimmed = 1
  const take = async (from: string, recipients: readonly string[], raw: Buffer): Promise<void> => {
    await keepCaught(deps, { kind: 'email', recipients, raw: (to) => [Buffer.from(`Return-Path: <${from}>\r\nDelivered-To: ${to}\r\n`), raw] })
    if (--untilTrimmed > 0) return
    untilTrimmed = trimEvery
    await trim(deps, kept.letters)
  }
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
      const { mailFrom, rcptTo } = session.envelope
      const recipients = rcptTo.map((r) => r.address)
      void whole(stream)
        .then((raw) => take(mailFrom ? mailFrom.address : '', recipients, raw))
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

type Catch = { kind: 'email' | 'phone'; recipients: readonly string[]; raw(to: string): readonly Buffer[] }

/** One letter for each recipient, with the envelope on top as a mail server writes it at delivery (RFC 5321, section 4.4; Delivered-To is RFC 9228). */
export async function keepCaught(deps: ChannelDeps, { kind, recipients, raw }: Catch): Promise<void> {
  const at = deps.clock.now()
  for (const recipient of recipients) {
    const id = await deps.rowIds.one()
    const letter = Buffer.concat([...raw(recipient)])
    await deps.db
      .insertInto('keep.mailbox_message')
      .values({
        id,
        recipient: deps.keyring.digest(kind, recipient.trim().toLowerCase()),
        sealed: deps.keyring.sealRecord(caughtPlace(id), letter),
        size: letter.length,
        at,
      })
      .execute()
  }
}

/** Lets go of all but the newest letters. */
export async function trim(deps: Pick<ChannelDeps, 'db'>, most: number): Promise<void> {
  await sql`
    delete from keep.mailbox_message where (at, id) <= (select at, id from keep.mailbox_message order by at desc, id desc offset ${most} limit 1)`.execute(
    deps.db,
  )
}
