import { sql } from '../../../platform/db/index.ts'
import type { Account, MailCourier } from '../../courier/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { accountNow, ownSigningKey, type SmtpSettings, smtpFromUrl } from './account.ts'
import { type HookedSettings, hookedAccounts } from './hooked.ts'

// Which way mail goes now: the newest registered account, else SMTP_URL, else the built-in mailbox.

export type Company = { name: string; mailFrom: string; address: string | null; language: string; timeZone: string }
export type Way = { key: string; company: Company; domain: string }

export type Mailbox = { port: number; user: string; password: string; close(): Promise<void> }

export type Ways = {
  /** The way to take now; the courier has been told about it. */
  now(): Promise<Way>
  /** By what SMS leave; undefined: the built-in mailbox catches them. */
  sms(): Promise<NonNullable<HookedSettings['send']> | undefined>
  /** Whether mail is caught by the built-in mailbox instead of leaving. */
  caught(): Promise<boolean>
  close(): Promise<void>
}

const freshMs = 5_000
const house = { kind: 'service', id: 0, role: 'house' } as const

export function openWays(deps: ChannelDeps & { mail: MailCourier }, o: { smtpUrl: string | undefined; openMailbox(): Promise<Mailbox> }): Ways {
  let mailbox: Promise<Mailbox> | undefined
  let held: { way: Way; caught: boolean; until: number } | undefined
  let told = ''

  async function read(): Promise<{ way: Way; caught: boolean; entered: boolean }> {
    const entered = await companyOf(deps)
    const company = entered ?? nobody(deps)
    const registered = await accountNow(deps, deps.db)
    const smtp = registered?.smtp ?? (o.smtpUrl === undefined ? undefined : smtpFromUrl(o.smtpUrl))
    const account = smtp ? accountOf(smtp, company) : await mailboxAccount(company)
    const key = registered ? `account ${registered.id}` : smtp ? 'url' : 'mailbox'
    const settings = JSON.stringify(account)
    if (settings !== told) deps.mail.account(key, account)
    told = settings
    return { way: { key, company, domain: account.domain }, caught: !smtp, entered: entered !== undefined }
  }

  async function mailboxAccount(company: Company): Promise<Account> {
    mailbox ??= o.openMailbox()
    const { port, user, password } = await mailbox
    const { privateKey } = await ownSigningKey(deps, deps.db, { actor: house, now: deps.clock.now() })
    const domain = domainOf(company.mailFrom)
    return {
      host: '127.0.0.1',
      port,
      secure: false,
      requireTls: false,
      user,
      password,
      domain,
      from: fromOf(company),
      dkim: { domain, selector: 'rapport', privateKey },
      connections: 5,
    }
  }

  async function fresh() {
    if (held && deps.clock.monotonic() <= held.until) return held
    const now = await read()
    // Until it is known whose installation this is nothing is held: the first letter after the set-up is the company's.
    held = now.entered ? { ...now, until: deps.clock.monotonic() + freshMs } : undefined
    return now
  }

  return {
    now: async () => (await fresh()).way,
    sms: async () => (await hookedAccounts(deps, deps.db)).find((account) => account.channel === 'sms')?.send ?? undefined,
    caught: async () => (await fresh()).caught,
    close: async () => (await mailbox)?.close(),
  }
}

function accountOf(smtp: SmtpSettings, company: Company): Account {
  return {
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTls: smtp.require_tls,
    user: smtp.user,
    password: smtp.password,
    domain: domainOf(company.mailFrom),
    from: fromOf(company),
    dkim: smtp.dkim && { domain: smtp.dkim.domain, selector: smtp.dkim.selector, privateKey: smtp.dkim.private_key },
    connections: smtp.connections,
  }
}

const fromOf = (company: Company) => ({ name: company.name, address: company.mailFrom })
const domainOf = (address: string) => address.split('@').at(-1) ?? 'localhost'

async function companyOf(deps: ChannelDeps): Promise<Company | undefined> {
  const { rows } = await sql<{
    name: string
    mail_from: string
    postal_address: string | null
    language: string
    time_zone: string
  }>`select name, mail_from, postal_address, language, time_zone from keep.company`.execute(deps.db)
  const [row] = rows
  return row && { name: row.name, mailFrom: row.mail_from, address: row.postal_address, language: row.language, timeZone: row.time_zone }
}

/** Before the set-up nobody is written to; the way out is known all the same. */
function nobody(deps: ChannelDeps): Company {
  const host = new URL(deps.publicUrl).hostname
  return { name: host, mailFrom: `hello@${host}`, address: null, language: 'en', timeZone: 'UTC' }
}
