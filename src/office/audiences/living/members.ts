import { numberArray, sql, type Tx } from '../../../platform/db/index.ts'
import type { IdBlocks } from '../../../platform/ids/index.ts'
import { type Happening, tellLater, type WebhookTables } from '../../webhooks/index.ts'
import { chosenByEach, turnsUntil } from '../choosing.ts'
import type { AudienceTables, LivingTables } from '../tables.ts'
import type { Live } from './asked.ts'

// Putting down who is in which audience by asking the rules, never by what was put down before: whatever order changes come in, and however often, what
// stands is what the rules say.

export type Tables = AudienceTables & LivingTables & WebhookTables

/** One that is kept up: `tells` whoever enters and leaves from when everybody was gone through once; moments of time are kept up to `until`. */
export type Kept = Live & { tells: boolean; until: Date }

/** Whom it is about: some customers, of all their audiences; or the persons in a range of ids, of one audience. `upTo` null: to the last. */
export type Some = { customers: readonly number[] } | { above: number; upTo: number | null }

type Move = { audience: number; customer: number; what: 'entered' | 'left' }

/** The ids past the last person. */
const last = Number.MAX_SAFE_INTEGER

/** Asks the rules about some persons and keeps what they say. Gives whoever was kept otherwise. */
export async function settle(tx: Tx<Tables>, kept: readonly Kept[], some: Some, at: { rowIds: IdBlocks; now: Date }): Promise<Move[]> {
  if (kept.length === 0) return []
  const audiences = kept.map(({ audience }) => audience)
  const within = 'customers' in some ? some : { above: some.above, upTo: some.upTo ?? last }
  const scope =
    'customers' in within
      ? sql`customer_id = any(${numberArray(within.customers)}::bigint[])`
      : sql`customer_id > ${within.above} and customer_id <= ${within.upTo}`
  const those = sql`audience_id = any(${numberArray(audiences)}::bigint[]) and ${scope}`
  const readable = kept.flatMap((one) => (one.asked ? [{ ...one, asked: one.asked }] : []))
  const chosen = await chosenByEach(
    tx,
    readable.map(({ asked }) => asked),
    within,
  )
  const now = new Map(readable.map(({ audience }, i) => [audience, chosen[i]]))
  const { rows } = await sql<{ audience_id: number; customer_id: number }>`select audience_id, customer_id from office.audience_member where ${those}`.execute(
    tx,
  )
  const before = Map.groupBy(rows, ({ audience_id }) => audience_id)
  const moves = audiences.flatMap((audience): Move[] => {
    const were = new Set(before.get(audience)?.map(({ customer_id }) => customer_id))
    const are = now.get(audience) ?? new Set<number>()
    return [
      ...[...are].filter((id) => !were.has(id)).map((customer) => ({ audience, customer, what: 'entered' as const })),
      ...[...were].filter((id) => !are.has(id)).map((customer) => ({ audience, customer, what: 'left' as const })),
    ]
  })
  await write(tx, moves, at.now)
  await keepMoments(tx, readable, { those, within })
  const gone = await forgetGone(
    tx,
    moves.flatMap(({ customer, what }) => (what === 'left' ? [customer] : [])),
  )
  const told = new Set(kept.filter(({ tells }) => tells).map(({ audience }) => audience))
  await tellOf(
    tx,
    moves.filter(({ audience, customer }) => told.has(audience) && !gone.has(customer)),
    at,
  )
  return moves
}

async function write(tx: Tx<Tables>, moves: readonly Move[], now: Date): Promise<void> {
  for (const what of ['entered', 'left'] as const) {
    const some = moves.filter((move) => move.what === what)
    if (some.length === 0) continue
    const pairs = sql`unnest(${numberArray(some.map((m) => m.customer))}::bigint[], ${numberArray(some.map((m) => m.audience))}::bigint[]) as t(c, a)`
    await (what === 'entered'
      ? sql`insert into office.audience_member (customer_id, audience_id, since) select c, a, ${now} from ${pairs} on conflict do nothing`
      : sql`delete from office.audience_member m using ${pairs} where m.customer_id = t.c and m.audience_id = t.a`
    ).execute(tx)
  }
}

type Readable = Kept & { asked: NonNullable<Kept['asked']> }

async function keepMoments(
  tx: Tx<Tables>,
  kept: readonly Readable[],
  { those, within }: { those: ReturnType<typeof sql>; within: Parameters<typeof turnsUntil>[1] },
) {
  await sql`delete from office.audience_turn where ${those}`.execute(tx)
  const turns = turnsUntil(
    kept.map(({ audience, asked, until }) => ({ ...asked, key: audience, until })),
    within,
  )
  if (turns)
    await sql`insert into office.audience_turn (customer_id, audience_id, at) select t.person, t.key, t."at" from (${turns}) t
      on conflict (customer_id, audience_id) do update set at = excluded.at`.execute(tx)
}

const toldAtOnce = 1_000

async function tellOf(tx: Tx<Tables>, moves: readonly Move[], { rowIds, now }: { rowIds: IdBlocks; now: Date }): Promise<void> {
  if (moves.length === 0) return
  const ids = await rowIds.next(moves.length)
  await sql`
    insert into office.audience_move (customer_id, move_id, audience_id, what, at)
    select c, i, a, w, ${now} from unnest(${numberArray(moves.map((m) => m.customer))}::bigint[], ${numberArray(ids)}::bigint[], ${numberArray(moves.map((m) => m.audience))}::bigint[],
      ${moves.map((m) => m.what)}::text[]) as t(c, i, a, w)`.execute(tx)
  const happened = moves.map(({ customer, audience, what }): Happening => ({ customer, kind: `audience.${what}`, at: now, facts: { audience_id: audience } }))
  for (let i = 0; i < happened.length; i += toldAtOnce)
    await tellLater({ db: tx.$pickTables<keyof WebhookTables>(), rowIds }, happened.slice(i, i + toldAtOnce), now)
}

/** Whoever was erased, or went with the import that brought them, leaves without a trace; gives who of these customers did. */
export async function forgetGone(tx: Tx<Tables>, customers: readonly number[]): Promise<Set<number>> {
  if (customers.length === 0) return new Set()
  const { rows } = await sql<{ customer_id: number }>`
    select c.customer_id from unnest(${numberArray(customers)}::bigint[]) as c(customer_id) left join fact.derived d on d.customer_id = c.customer_id
    where d.customer_id is null or d.status = 'erased'`.execute(tx)
  const gone = rows.map(({ customer_id }) => customer_id)
  if (gone.length > 0)
    for (const table of ['office.audience_member', 'office.audience_turn', 'office.audience_move'])
      await sql`delete from ${sql.table(table)} where customer_id = any(${numberArray(gone)}::bigint[])`.execute(tx)
  return new Set(gone)
}
