import { createPrivateKey } from 'node:crypto'
import { createTransport, type SMTPSentMessageInfo, type Transport, type Transporter } from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool'
import { type Dot, holdDot, LeaseLapsed } from './holdDot.ts'
import type { Account, MailOrder, MailOutcome, Rendered } from './order.ts'

// One pool of connections per account. Messages are composed and signed by nodemailer and pass holdDot on their way out.

/** Signed whenever they stand there: List-Unsubscribe-Post must be covered (RFC 8058, section 4), and nothing that shows who wrote may be changed. */
const signedHeaders =
  'from:sender:reply-to:to:cc:subject:date:message-id:mime-version:content-type:content-transfer-encoding:list-id:list-unsubscribe:list-unsubscribe-post:auto-submitted'

const answerMs = 30_000

export type Way = { send(order: MailOrder, message: Rendered): Promise<MailOutcome>; close(): void }

export function openWay(account: Account, monotonic: () => number): Way {
  // Parsed once: reading the PEM anew for every signature costs twice as much as the signature.
  const dkim = account.dkim && {
    domainName: account.dkim.domain,
    keySelector: account.dkim.selector,
    privateKey: createPrivateKey(account.dkim.privateKey),
    headerFieldNames: signedHeaders,
  }
  const transport = transportOf(account, monotonic)
  return {
    close: () => transport.close({ force: true }),
    async send(order, message) {
      const dot: Dot = { gone: false }
      waiting.set(order.messageId, { dot, leaveBefore: order.leaveBefore })
      try {
        await transport.sendMail({ ...mailOf(account, order, message), ...(dkim && { dkim }) })
        return { left: 'yes', why: 'accepted', status: null }
      } catch (error) {
        return failed(error, dot)
      } finally {
        waiting.delete(order.messageId)
      }
    },
  }
}

/** The lease of each message under way, by its Message-ID: nodemailer hands the transport nothing else of ours. */
const waiting = new Map<string, { dot: Dot; leaveBefore: number }>()

function transportOf(account: Account, monotonic: () => number): Transporter<SMTPSentMessageInfo> {
  const pool = new SMTPPool({
    pool: true,
    host: account.host,
    port: account.port,
    secure: account.secure,
    requireTLS: account.requireTls,
    name: account.domain,
    maxConnections: account.connections,
    maxMessages: 1_000_000,
    idleTimeout: 30_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: answerMs,
    ...(account.user !== null && { auth: { user: account.user, pass: account.password ?? '' } }),
  })
  const out: Transport<SMTPSentMessageInfo> = {
    name: 'rapport',
    version: '1',
    send(mail, done) {
      const lease = waiting.get(mail.data.messageId ?? '')
      if (!lease) return done(new Error('a message without a lease'))
      // Added last, so it stands behind the signer.
      mail.message.processFunc((input) => holdDot(input, { leaveBefore: lease.leaveBefore, monotonic, signed: account.dkim !== null }, lease.dot))
      pool.send(mail, done)
    },
    close: () => pool.close({ force: true }),
  }
  return createTransport(out)
}

function mailOf(account: Account, order: MailOrder, message: Rendered) {
  return {
    from: account.from,
    to: order.to,
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: order.messageId,
    date: new Date(order.date),
    envelope: { from: account.from.address, to: order.to.address },
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      ...(order.listUnsubscribe !== null && { 'List-Unsubscribe': `<${order.listUnsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      ...(order.listUnsubscribe === null && { 'Auto-Submitted': 'auto-generated' }),
    },
  }
}

/** A no to one of these is about the connection, whatever its number: TLS that is not there, a greeting that turns us away. */
const beforeAnyMessage = new Set(['CONN', 'EHLO', 'HELO', 'STARTTLS'])

/** What a failure means: on which side of the dot it happened decides, then what the server answered. */
function failed(error: unknown, dot: Dot): MailOutcome {
  const said = shapeOf(error)
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(said.response)?.[1] ?? null
  if (error instanceof LeaseLapsed || said.message.includes('lease lapsed')) return { left: 'no', why: 'lapsed', status: null }
  if (!dot.gone && beforeAnyMessage.has(said.command)) return { left: 'no', why: 'unreachable', status }
  if (said.responseCode >= 500) return { left: 'no', why: said.code === 'EAUTH' ? 'refused_login' : 'rejected', status: status ?? `${said.responseCode}` }
  if (said.responseCode >= 400) return { left: 'no', why: 'deferred', status: status ?? `${said.responseCode}` }
  if (dot.gone) return { left: 'unknown', why: 'no_answer', status: null }
  return { left: 'no', why: said.code === 'EAUTH' ? 'refused_login' : said.message.includes('not signed') ? 'render' : 'unreachable', status: null }
}

function shapeOf(error: unknown): { message: string; code: string; command: string; response: string; responseCode: number } {
  if (!(error instanceof Error)) return { message: '', code: '', command: '', response: '', responseCode: 0 }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const command = 'command' in error && typeof error.command === 'string' ? error.command : ''
  const response = 'response' in error && typeof error.response === 'string' ? error.response : ''
  const responseCode = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0
  return { message: error.message, code, command, response, responseCode }
}
