import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import type { IdBlocks } from '../../../platform/ids/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import type { By } from '../../terms/index.ts'
import type { ChannelTables } from '../tables.ts'

// Ways out. Settings and passwords are sealed under a key of the installation and opened only to be told to the courier.

export const smtpSettings = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535),
  secure: z.boolean(),
  require_tls: z.boolean().default(true),
  user: z.string().max(200).nullable().default(null),
  password: z.string().max(500).nullable().default(null),
  dkim: z
    .object({ domain: z.string().max(253), selector: z.string().max(63), private_key: z.string().max(10_000) })
    .nullable()
    .default(null),
  connections: z.int().min(1).max(50).default(5),
})
export type SmtpSettings = z.output<typeof smtpSettings>

export type AccountDeps = { keyring: Pick<Keyring, 'sealRecord' | 'openRecord'>; rowIds: IdBlocks }

/** What an account's settings are sealed for. */
export const placeOf = (id: number) => `channel account\0${id}`

/** Adds a way out for mail; the newest one in use is taken. Gives its id. */
export async function registerAccount(
  deps: AccountDeps,
  tx: Tx<ChannelTables>,
  said: { title: string; smtp: z.input<typeof smtpSettings> },
  by: By,
): Promise<number> {
  const id = await deps.rowIds.one()
  const sealed = deps.keyring.sealRecord(placeOf(id), JSON.stringify(smtpSettings.parse(said.smtp)))
  await tx
    .insertInto('keep.channel_account')
    .values({
      account_id: id,
      channel: 'email',
      title: said.title,
      sealed,
      registered_at: by.now,
      by_kind: by.actor.kind,
      by_id: by.actor.id,
      retired_at: null,
    })
    .execute()
  return id
}

export async function retireAccount(tx: Tx<ChannelTables>, id: number, now: Date): Promise<void> {
  await tx.updateTable('keep.channel_account').set({ retired_at: now }).where('account_id', '=', id).where('retired_at', 'is', null).execute()
}

/** The newest account for mail that is in use. */
export async function accountNow(deps: AccountDeps, db: Db<ChannelTables>): Promise<{ id: number; smtp: SmtpSettings } | undefined> {
  const row = await db
    .selectFrom('keep.channel_account')
    .select(['account_id', 'sealed'])
    .where('channel', '=', 'email')
    .where('retired_at', 'is', null)
    .orderBy('account_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  return { id: row.account_id, smtp: smtpSettings.parse(JSON.parse(deps.keyring.openRecord(placeOf(row.account_id), row.sealed).toString('utf8'))) }
}

/** smtp://user:password@host:587, smtps://… for TLS from the first byte; `?tls=no` where there is none (a relay on this machine). */
export function smtpFromUrl(text: string): SmtpSettings {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || !url.hostname)
    throw badInput('SMTP_URL must look like smtp://user:password@host:587.', 'SMTP_URL')
  const secure = url.protocol === 'smtps:'
  return smtpSettings.parse({
    host: url.hostname,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    require_tls: url.searchParams.get('tls') !== 'no' && !secure,
    user: url.username ? decodeURIComponent(url.username) : null,
    password: url.password ? decodeURIComponent(url.password) : null,
  })
}

const keyShape = z.object({ privateKey: z.string(), publicKey: z.string() })

/** The installation's own signing key, made at its first use; `publicKey` is what a DNS record `rapport._domainkey` holds. */
export async function ownSigningKey(deps: AccountDeps, db: Db<ChannelTables>, by: By): Promise<z.output<typeof keyShape>> {
  const find = () =>
    db.selectFrom('keep.channel_account').select(['account_id', 'sealed']).where('channel', '=', 'dkim').orderBy('account_id').limit(1).executeTakeFirst()
  let row = await find()
  if (!row) {
    const pair = await promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const id = await deps.rowIds.one()
    const sealed = deps.keyring.sealRecord(placeOf(id), JSON.stringify({ privateKey: pair.privateKey, publicKey: pair.publicKey.toString('base64') }))
    await sql`
      insert into keep.channel_account (account_id, channel, title, sealed, registered_at, by_kind, by_id)
      select ${id}, 'dkim', 'dkim', ${sealed}, ${by.now}, ${by.actor.kind}, ${by.actor.id} where not exists (select from keep.channel_account where channel = 'dkim')`.execute(
      db,
    )
    row = await find()
  }
  if (!row) throw badInput('The signing key could not be kept.')
  return keyShape.parse(JSON.parse(deps.keyring.openRecord(placeOf(row.account_id), row.sealed).toString('utf8')))
}
