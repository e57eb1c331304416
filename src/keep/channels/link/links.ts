import { createHash, createHmac } from 'node:crypto'
import { byteaArray, type Db, sql, type Tx } from '../../../platform/db/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import type { ChannelTables } from '../tables.ts'

// The secrets in a message's links. Each is made from the message's number under a key of the installation, so that a
// repeated message carries the same; the database holds only a digest, which is another for each kind.

export type LinkKind = 'stop' | 'why'

const goodFor = { stop: 400 * 86_400_000, why: 60 * 86_400_000 } as const satisfies Record<LinkKind, number>

/** 256 bits that nobody can guess; 43 characters. */
export function tokenOf(keyring: Pick<Keyring, 'own'>, kind: LinkKind, message: number): string {
  return createHmac('sha256', keyring.own('links')).update(`${kind}\0${message}`).digest('base64url')
}

const digestOf = (kind: LinkKind, token: string) => createHash('sha256').update(`${kind}\0${token}`).digest()

/** Makes the links of messages that are about to go usable. */
export async function openLinks(
  tx: Tx<ChannelTables>,
  keyring: Pick<Keyring, 'own'>,
  messages: readonly { customer: number; message: number }[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.flatMap((m) => (['stop', 'why'] as const).map((kind) => ({ ...m, kind, digest: digestOf(kind, tokenOf(keyring, kind, m.message)) })))
  await sql`
    insert into keep.link (digest, kind, customer_id, message_id, made_at, expires_at)
    select d, k, c, m, ${now}, e
    from unnest(${byteaArray(rows.map((r) => r.digest))}::bytea[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.customer)}::bigint[],
      ${rows.map((r) => r.message)}::bigint[], ${rows.map((r) => new Date(now.getTime() + goodFor[r.kind]))}::timestamptz[]) as t(d, k, c, m, e)
    on conflict (digest) do nothing`.execute(tx)
}

/** The message a token of this kind stands for, while it is good. */
export async function messageOfLink(
  db: Db<ChannelTables>,
  kind: LinkKind,
  token: string,
  now: Date,
): Promise<{ customer: number; message: number } | undefined> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined
  const row = await db
    .selectFrom('keep.link')
    .select(['customer_id', 'message_id'])
    .where('digest', '=', digestOf(kind, token))
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { customer: row.customer_id, message: row.message_id }
}

/** Whom each of these messages was written to, by the link that every message carries; one whose link is gone is not among them. */
export async function customersOf(db: Db<ChannelTables>, keyring: Pick<Keyring, 'own'>, messages: readonly number[]): Promise<Map<number, number>> {
  if (messages.length === 0) return new Map()
  const digests = [...new Set(messages)].map((message) => digestOf('why', tokenOf(keyring, 'why', message)))
  const { rows } = await sql<{ customer_id: number; message_id: number }>`
    select customer_id, message_id from keep.link where digest = any(${byteaArray(digests)}::bytea[]) and kind = 'why'`.execute(db)
  return new Map(rows.map((row) => [row.message_id, row.customer_id]))
}
