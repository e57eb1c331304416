import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { By } from '../../terms/index.ts'
import type { ChannelTables } from '../tables.ts'
import { type AccountDeps, placeOf } from './account.ts'

// Accounts at providers who call us back: of SMS, and of mail that comes in. Each has a secret by which its calls are signed; it is shown once.

export const hookedChannels = ['sms', 'inbound_mail'] as const
export type HookedChannel = (typeof hookedChannels)[number]

const settings = z.object({
  secret: z.string(),
  /** Of SMS: where a message is handed over, by what, and whom it comes from. */
  send: z.object({ url: z.string(), token: z.string(), from: z.string() }).nullable(),
})
export type HookedSettings = z.output<typeof settings>
export type Hooked = { id: number; channel: HookedChannel; title: string; at: Date } & HookedSettings

/** Adds an account; of SMS the newest in use is taken to send by. Gives it with its secret. */
export async function registerHooked(
  deps: AccountDeps,
  tx: Tx<ChannelTables>,
  said: { channel: HookedChannel; title: string; send: HookedSettings['send'] },
  by: By,
): Promise<Hooked> {
  const id = await deps.rowIds.one()
  const made: HookedSettings = { secret: `whsec_${randomBytes(32).toString('base64')}`, send: said.send }
  const sealed = deps.keyring.sealRecord(placeOf(id), JSON.stringify(made))
  const row = { account_id: id, channel: said.channel, title: said.title, sealed, registered_at: by.now, by_kind: by.actor.kind, by_id: by.actor.id }
  await tx
    .insertInto('keep.channel_account')
    .values({ ...row, retired_at: null })
    .execute()
  return { id, channel: said.channel, title: said.title, at: by.now, ...made }
}

/** Those in use, the newest first. */
export async function hookedAccounts(deps: Pick<AccountDeps, 'keyring'>, db: Db<ChannelTables>): Promise<Hooked[]> {
  const rows = await db
    .selectFrom('keep.channel_account')
    .selectAll()
    .where('channel', 'in', [...hookedChannels])
    .where('retired_at', 'is', null)
    .orderBy('account_id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.account_id,
    channel: row.channel === 'sms' ? 'sms' : 'inbound_mail',
    title: row.title,
    at: row.registered_at,
    ...settings.parse(JSON.parse(deps.keyring.openRecord(placeOf(row.account_id), row.sealed).toString('utf8'))),
  }))
}
