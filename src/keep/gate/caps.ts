import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { By } from '../terms/index.ts'
import type { GateTables } from './tables.ts'

// The company's own limits on contact, over all campaigns together.

/** `key` names one channel, topic or brand; null with those scopes: each of them for itself. A household is counted by post only. Windows roll. */
export type CapRule = { cap: string; scope: 'all' | 'channel' | 'topic' | 'unit' | 'household'; key: string | null; contacts: number; windowS: number }

const week = 7 * 86_400

/** What a new installation starts with. */
const startingCaps: readonly CapRule[] = [{ cap: 'week', scope: 'all', key: null, contacts: 2, windowS: week }]

/** Sets a cap; the version before stays readable. What says the same adds nothing. Gives whether anything changed. */
export async function setCap(tx: Tx<GateTables>, rule: CapRule, by: By): Promise<boolean> {
  const done = await sql`
    insert into keep.cap (cap, version, scope, key, contacts, window_s, registered_at, by_kind, by_id)
    select ${rule.cap}, coalesce(b.version, 0) + 1, ${rule.scope}, ${rule.key}, ${rule.contacts}::int, ${rule.windowS}::int, ${by.now}, ${by.actor.kind}, ${by.actor.id}
    from (select 1) one left join lateral (select * from keep.cap where cap = ${rule.cap} order by version desc limit 1) b on true
    where b.cap is null or b.retired or (b.scope, coalesce(b.key, ''), b.contacts, b.window_s) is distinct from (${rule.scope}::text, coalesce(${rule.key}::text, ''), ${rule.contacts}::int, ${rule.windowS}::int)`.execute(
    tx,
  )
  return Number(done.numAffectedRows ?? 0n) > 0
}

/** Sets the caps a new installation starts with; one that was ever set, changed or taken away stays as it is. */
export async function setStartingCaps(tx: Tx<GateTables>, by: By): Promise<void> {
  const known = await sql<{ cap: string }>`select distinct cap from keep.cap`.execute(tx)
  for (const rule of startingCaps) if (!known.rows.some(({ cap }) => cap === rule.cap)) await setCap(tx, rule, by)
}

/** Takes a cap away. */
export async function dropCap(tx: Tx<GateTables>, cap: string, by: By): Promise<void> {
  await sql`
    insert into keep.cap (cap, version, scope, key, contacts, window_s, registered_at, by_kind, by_id, retired)
    select cap, version + 1, scope, key, contacts, window_s, ${by.now}, ${by.actor.kind}, ${by.actor.id}, true
    from keep.cap where cap = ${cap} order by version desc limit 1`.execute(tx)
}

/** The caps in force. */
export async function capsNow(db: Db<GateTables>): Promise<(CapRule & { version: number })[]> {
  const rows = await sql<{ cap: string; version: number; scope: CapRule['scope']; key: string | null; contacts: number; window_s: number; retired: boolean }>`
    select distinct on (cap) cap, version, scope, key, contacts, window_s, retired from keep.cap order by cap, version desc`.execute(db)
  return rows.rows
    .filter((r) => !r.retired)
    .map((r) => ({ cap: r.cap, version: r.version, scope: r.scope, key: r.key, contacts: r.contacts, windowS: r.window_s }))
}
