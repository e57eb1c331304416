import { byteaArray, type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { goneAmong } from '../../customers/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import type { Identifier } from '../event.ts'
import { blank, graphOf, type Known, type Named, type Profile } from '../identity/graph.ts'
import { type Keyed, type Settled, settling } from '../identity/settle.ts'
import type { RecordTables } from '../tables.ts'
import { keyedOf, type Ready, standIn } from './prepare.ts'

type Asking = Pick<Keyring, 'db' | 'digestText'>

export type SeenBefore = { customer: number; id: number }

// Lateral look-ups with a limit keep the planner on the indexes, whatever it believes about the length of an array.

/** Which of these events were recorded before, by digest of source and id. */
export async function seenBefore(tx: Tx<RecordTables>, events: readonly Ready[]): Promise<Map<string, SeenBefore>> {
  const asked = events.filter((e) => e.seen !== undefined)
  if (asked.length === 0) return new Map()
  const rows = await sql<{ n: number; customer: number; id: number }>`
    select q.n, s.customer_id as customer, s.interaction_id as id
    from unnest(${byteaArray(asked.flatMap((e) => e.seen ?? []))}::bytea[]) with ordinality q(digest, n)
    cross join lateral (select customer_id, interaction_id from keep.seen where digest = q.digest limit 1) s`.execute(tx)
  return new Map(rows.rows.map((r) => [asked[r.n - 1]?.seen ?? '', { customer: r.customer, id: r.id }]))
}

type Pointing = Pick<Ready, 'keyed' | 'customer' | 'at' | 'from' | 'cameBack'>

/** The profile of each event, in their order, and what that changes among people. */
export async function settle(tx: Tx<RecordTables>, events: readonly Pointing[], keyring: Asking): Promise<{ targets: Profile[]; settled: Settled }> {
  const asked = new Map<string, Keyed>()
  for (const event of events) for (const i of event.keyed) asked.set(i.key, i)
  const back = new Set(events.flatMap((e) => (e.cameBack ? e.keyed.map((i) => i.key) : [])))
  let known = await lookUp(tx, keyring, [...asked.values()], back)
  const named = await lookUpNamed(tx, events)
  for (;;) {
    const profiles = new Map<number, Profile>()
    const pointers = graphOf(known, profiles, named)
    const loaded = (key: string) => asked.has(key) || pointers.has(key)
    const work = settling(pointers, (shared) => standIn('shared', shared.kind, shared.value, keyring.digestText), loaded)
    const targets = events.map((e) =>
      e.customer === undefined ? work.place(e.keyed, e.at, e.from) : work.place([], e.at, e.from, profiles.get(e.customer) ?? nobody),
    )
    const settled = work.done()
    if (settled.missing.length === 0) return { targets, settled }
    for (const i of settled.missing) asked.set(i.key, i)
    known = [...known, ...(await lookUp(tx, keyring, settled.missing, back))]
  }
}

/**
 * Whether recording about each of these would be refused, because what points at them leads to somebody who was erased; in their order.
 * Nothing is written.
 */
export async function leadToErased(
  at: { db: Db<RecordTables>; keyring: Asking },
  people: readonly { identifiers: readonly Identifier[] }[],
): Promise<boolean[]> {
  const gone = await goneAmong(
    at.keyring,
    people.flatMap(({ identifiers }) => identifiers.filter(({ kind }) => kind !== 'anonymous')),
  )
  if (gone.length === 0) return people.map(() => false)
  const marks = new Set(gone.map(({ kind, value }) => `${kind} ${value}`))
  const asked = people.filter(({ identifiers }) => identifiers.some(({ kind, value }) => marks.has(`${kind} ${value}`)))
  const events = asked.map((one) => ({
    keyed: keyedOf(one, 'secret', at.keyring.digestText),
    customer: undefined,
    at: 0,
    from: { source: '', importId: null },
    cameBack: false,
  }))
  const { targets } = await inTransaction(at.db, (tx) => settle(tx, events, at.keyring))
  const erased = new Set(asked.filter((_, i) => targets[i]?.status === 'erased'))
  return people.map((one) => erased.has(one))
}

/** Whose events name a customer who is not there; they are refused. */
const nobody = blank('erased', 0, { source: '', importId: null })

async function lookUpNamed(tx: Tx<RecordTables>, events: readonly Pick<Ready, 'customer'>[]): Promise<Named[]> {
  const ids = [...new Set(events.flatMap((e) => e.customer ?? []))]
  if (ids.length === 0) return []
  return (await sql<Named>`select customer_id, status, merged_into from keep.customer where customer_id = any(${ids}::bigint[])`.execute(tx)).rows
}

type Row = Omit<Known, 'kind' | 'key'> & { n: number }

/**
 * What of these is somebody's, and what was of somebody erased: that leads to nobody, whatever else the event says. `back`: of whoever came
 * back by themselves.
 */
async function lookUp(tx: Tx<RecordTables>, keyring: Asking, identifiers: readonly Keyed[], back: ReadonlySet<string>): Promise<Known[]> {
  const known = await pointersOf(tx, identifiers)
  const here = new Set(known.map((each) => each.key))
  const gone = await goneAmong(
    keyring,
    identifiers.filter((each) => !here.has(each.key) && !back.has(each.key)),
  )
  return [...known, ...gone.map(({ kind, key }): Known => ({ kind, key, ...toNobody }))]
}

const toNobody = { customer_id: 0, shared: false, last_seen: Number.POSITIVE_INFINITY, status: 'erased', merged_into: null, has_user: false } as const

async function pointersOf(tx: Tx<RecordTables>, identifiers: readonly Keyed[]): Promise<Known[]> {
  const known: Known[] = []
  for (const [kind, some] of Map.groupBy(identifiers, (i) => i.kind)) {
    const rows = await sql<Row>`
      select q.n, i.customer_id, i.shared, i.last_seen, c.status, c.merged_into, ${kind === 'user' || kind === 'anonymous' ? sql`false` : hasUser} as has_user
      from unnest(${byteaArray(some.map((i) => i.key))}::bytea[]) with ordinality q(digest, n)
      cross join lateral (
        select customer_id, shared, date_part('epoch', last_seen) * 1000 as last_seen
        from keep.identifier where kind = ${kind} and digest = q.digest limit 1) i
      cross join lateral (select status, merged_into from keep.customer where customer_id = i.customer_id limit 1) c`.execute(tx)
    for (const row of rows.rows) {
      const asked = some[row.n - 1]
      if (asked) known.push({ ...row, kind: asked.kind, key: asked.key })
    }
  }
  return known
}

/** Whether the person that an identifier leads to has a customer number; asked only of kinds that do not tell by themselves. */
const hasUser = sql`exists (
  select from keep.customer m join keep.identifier u on u.customer_id = m.customer_id and u.kind = 'user'
  where m.customer_id = coalesce(c.merged_into, i.customer_id) or m.merged_into = coalesce(c.merged_into, i.customer_id))`
