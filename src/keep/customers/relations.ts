import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import { type Keyring, sealText, unseal } from '../keyring/index.ts'
import type { CustomerTables } from './tables.ts'

// How customers stand to each other: codes and days in the clear, what somebody does at an organisation sealed under the key of whoever
// the row belongs to. A relation that is over keeps its row and its day; each change of one is kept with how it stood then.

type Row = CustomerTables['keep.relation']
type Change = CustomerTables['keep.relation_change']
export type RelationKind = Row['kind']
/** `holder`: whose row it is; `position` still sealed. Days are ISO 8601. */
export type Relation = {
  id: number
  kind: RelationKind
  direction: 'to' | 'from'
  other: number
  holder: number
  title: string | null
  sealed: Buffer | null
  since: string | null
  until: string | null
}

type Deps = { keyring: Pick<Keyring, 'keysFor' | 'existingKeys'>; rowIds: IdBlocks }
type Said = { title: string | null; position: string | null; since: string | null; until: string | null }
type By = { actor: Actor; now: Date }

const mostOfOne = 500
/** The position is bound to the two and how they stand, so that it cannot be moved to others. */
const place = (holder: number, other: number, kind: string) => `relation\0${holder}\0${other}\0${kind}`

/** Says that `customer` stands in this relation to `other`; said again, it is as it is said now. Gives its id. */
export async function relate(deps: Deps, tx: Tx<CustomerTables>, said: Said & By & { customer: number; other: number; kind: RelationKind }): Promise<number> {
  const { customer, other, kind } = said
  if (customer === other) throw badInput('A customer cannot be related to themselves.', 'other')
  inOrder(said)
  const before = await sql<Row>`
    select * from keep.relation where customer_id = ${customer} and other_id = ${other} and kind = ${kind} for update`.execute(tx)
  const [standing] = before.rows
  if (!standing) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from keep.relation where customer_id = ${customer}`.execute(tx)
    if ((rows[0]?.count ?? 0) >= mostOfOne) throw new AppError('conflict', `There are ${mostOfOne} of these about this customer, which is the most.`)
  }
  const id = standing?.relation_id ?? (await deps.rowIds.one())
  const sealed = await sealPosition(deps, { customer_id: customer, other_id: other, kind }, said.position)
  const { rows } = await sql<Held>`
    insert into keep.relation (customer_id, other_id, kind, relation_id, title, sealed, since, until, at, by_kind, by_id)
    values (${customer}, ${other}, ${kind}, ${id}, ${said.title}, ${sealed}, ${said.since}::date, ${said.until}::date, ${said.now}, ${said.actor.kind}, ${said.actor.id})
    on conflict (customer_id, other_id, kind) do update set title = excluded.title, sealed = excluded.sealed, since = excluded.since, until = excluded.until
    returning *, since::text as since, until::text as until`.execute(tx)
  const [made] = rows
  if (!made) throw notFound()
  await keep(deps, tx, made, standing ? 'changed' : 'made', said)
  return made.relation_id
}

/** Changes one of these ids' relations, whichever side it belongs to; what is left out stays. Gives both customers. */
export async function changeRelation(
  deps: Deps,
  tx: Tx<CustomerTables>,
  { members, id, actor, now, ...to }: { members: readonly number[]; id: number } & By & { [K in keyof Said]?: Said[K] | undefined },
): Promise<void> {
  const was = await held(tx, members, id)
  const since = to.since === undefined ? was.since : to.since
  const until = to.until === undefined ? was.until : to.until
  inOrder({ since, until })
  const title = to.title === undefined ? was.title : to.title
  const sealed = to.position === undefined ? was.sealed : await sealPosition(deps, was, to.position)
  await sql`update keep.relation set title = ${title}, sealed = ${sealed}, since = ${since}::date, until = ${until}::date
    where customer_id = ${was.customer_id} and relation_id = ${id}`.execute(tx)
  const what = was.until === null && until !== null ? 'ended' : was.until !== null && until === null ? 'resumed' : 'changed'
  await keep(deps, tx, { ...was, title, sealed, since, until }, what, { actor, now })
}

/** Takes one away that was a mistake: that it stood is kept. */
export async function dropRelation(deps: Deps, tx: Tx<CustomerTables>, { members, id, ...by }: { members: readonly number[]; id: number } & By): Promise<void> {
  const was = await held(tx, members, id)
  await sql`delete from keep.relation where customer_id = ${was.customer_id} and relation_id = ${id}`.execute(tx)
  await keep(deps, tx, was, 'removed', by)
}

/** The two customers of a relation of one of these ids; throws not_found. */
export async function bothOf(db: Db<CustomerTables>, members: readonly number[], id: number): Promise<number[]> {
  const { rows } = await sql<{ customer_id: number; other_id: number }>`
    select customer_id, other_id from keep.relation where relation_id = ${id} and (customer_id = any(${[...members]}::bigint[]) or other_id = any(${[...members]}::bigint[]))`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw notFound()
  return [row.customer_id, row.other_id]
}

type Held = Omit<Row, 'since' | 'until'> & { since: string | null; until: string | null }

async function held(tx: Tx<CustomerTables>, members: readonly number[], id: number): Promise<Held> {
  const { rows } = await sql<Held>`
    select *, since::text as since, until::text as until from keep.relation
    where relation_id = ${id} and (customer_id = any(${[...members]}::bigint[]) or other_id = any(${[...members]}::bigint[])) for update`.execute(tx)
  const [row] = rows
  if (!row) throw notFound()
  return row
}

function inOrder({ since, until }: { since: string | null; until: string | null }): void {
  if (since !== null && until !== null && until < since) throw badInput('It cannot end before it began.', 'until')
}

async function sealPosition({ keyring }: Deps, of: Pick<Row, 'customer_id' | 'other_id' | 'kind'>, position: string | null): Promise<Buffer | null> {
  if (position === null) return null
  const key = (await keyring.keysFor([of.customer_id], 'profile')).get(of.customer_id)
  if (!key) throw notFound()
  return sealText(key, place(of.customer_id, of.other_id, of.kind), position)
}

async function keep({ rowIds }: Deps, tx: Tx<CustomerTables>, row: Held, what: Change['what'], { actor, now }: By): Promise<void> {
  const change_id = await rowIds.one()
  await sql`insert into keep.relation_change (customer_id, change_id, relation_id, other_id, kind, what, title, since, until, sealed, at, by_kind, by_id)
    values (${row.customer_id}, ${change_id}, ${row.relation_id}, ${row.other_id}, ${row.kind}, ${what}, ${row.title}, ${row.since}::date, ${row.until}::date, ${row.sealed}, ${now}, ${actor.kind}, ${actor.id})`.execute(
    tx,
  )
}

export type OwnedRelation = Relation & { owner: number }

/** Relations of these customers (all ids of a person are asked for), in both directions, at most so many each way. */
export async function relationsOfAll(db: Db<CustomerTables>, customers: readonly number[]): Promise<OwnedRelation[]> {
  const rows = await sql<OwnedRelation>`
    select r.*, r.since::text as since, r.until::text as until from unnest(${[...customers]}::bigint[]) as owner(id) cross join lateral (
      (select owner.id as owner, relation_id as id, kind, 'to' as direction, other_id as other, customer_id as holder, title, sealed, since, until
        from keep.relation where customer_id = owner.id order by until desc nulls first limit ${mostOfOne})
      union all
      (select owner.id, relation_id, kind, 'from', customer_id, customer_id, title, sealed, since, until
        from keep.relation where other_id = owner.id order by until desc nulls first limit ${mostOfOne})) r`.execute(db)
  return rows.rows
}

type SealedPosition = Pick<Relation, 'id' | 'holder' | 'other' | 'kind' | 'direction' | 'sealed'> & { owner: number }

/** What people do there, by the relation's id. For the door only: whoever calls this has a decision and a receipt. */
export async function openPositions({ keyring }: Pick<Deps, 'keyring'>, relations: readonly SealedPosition[]): Promise<Map<number, string>> {
  const kept = relations.filter((r) => r.sealed !== null)
  const keys = await keyring.existingKeys([...new Set(kept.map((r) => r.holder))], 'profile')
  return new Map(
    kept.flatMap((r): [number, string][] => {
      const key = keys.get(r.holder)
      const far = r.direction === 'to' ? r.other : r.owner
      const plain = key && r.sealed && unseal(key, place(r.holder, far, r.kind), r.sealed)
      return plain ? [[r.id, plain.toString('utf8')]] : []
    }),
  )
}

export type RelationChange = Omit<Change, 'since' | 'until' | 'sealed'> & { since: string | null; until: string | null; position: string | null }

/** What was changed of the relations of these ids, the newest first, after a place. For the door only. */
export async function openRelationChanges(
  { keyring, db }: Pick<Deps, 'keyring'> & { db: Db<CustomerTables> },
  members: readonly number[],
  page: { after: { at: string; id: number } | null; limit: number },
): Promise<RelationChange[]> {
  const rest = page.after ? sql`and (at, change_id) < (${new Date(page.after.at)}, ${page.after.id})` : sql``
  const { rows } = await sql<Omit<Change, 'since' | 'until'> & { since: string | null; until: string | null }>`
    select *, since::text as since, until::text as until from keep.relation_change
    where (customer_id = any(${[...members]}::bigint[]) or other_id = any(${[...members]}::bigint[])) ${rest}
    order by at desc, change_id desc limit ${page.limit}`.execute(db)
  const keys = await keyring.existingKeys([...new Set(rows.map((row) => row.customer_id))], 'profile')
  return rows.map(({ sealed, ...row }) => {
    const key = keys.get(row.customer_id)
    const plain = sealed && key ? unseal(key, place(row.customer_id, row.other_id, row.kind), sealed) : undefined
    return { ...row, position: plain?.toString('utf8') ?? null }
  })
}

/** A relation with who wrote it, seen from one of these ids. */
export type WrittenRelation = OwnedRelation & { at: Date; by_kind: string }

/** Relations of one person (all their ids), both ways, the last written first, below an id; none between two of their own ids. */
export async function writtenRelations(
  db: Db<CustomerTables>,
  members: readonly number[],
  page: { below: number | null; limit: number },
): Promise<WrittenRelation[]> {
  const own = sql`any(${[...members]}::bigint[])`
  const rest = page.below === null ? sql`` : sql`and relation_id < ${page.below}`
  const { rows } = await sql<WrittenRelation>`
    select relation_id as id, kind, case when customer_id = ${own} then 'to' else 'from' end as direction,
      case when customer_id = ${own} then customer_id else other_id end as owner, case when customer_id = ${own} then other_id else customer_id end as other,
      customer_id as holder, title, sealed, since::text as since, until::text as until, at, by_kind
    from keep.relation where (customer_id = ${own} or other_id = ${own}) and not (customer_id = ${own} and other_id = ${own}) ${rest}
    order by relation_id desc limit ${page.limit}`.execute(db)
  return rows
}
