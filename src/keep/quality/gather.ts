import { type Db, inTransaction, numberArray, sql, type Tx } from '../../platform/db/index.ts'
import { type CustomerTables, newBatch, openFields, openIdentifiers, type SealedField, vaultPlace } from '../customers/index.ts'
import { type Keyring, unseal } from '../keyring/index.ts'
import { againstOf } from './against.ts'

type Deps = { db: Db<CustomerTables>; keyring: Keyring }

export const qualityTask = 'quality_gathered'
/** So many people in one transaction. */
const atOnce = 2_000
/** Kinds of interactions by which somebody bought. */
const purchases = ['order', 'stay', 'bill', 'visit_paid', 'subscription']
/** Where two answers may both be so. */
const mayDiffer = ['about', 'short_name', 'former_surname', 'address_as', 'form']

/** Asks for everybody to be gone through; asked again while that waits, nothing changes. */
export async function gatherSoon<T>(db: Db<T>): Promise<void> {
  await sql`select keep_jobs.add_job(${qualityTask}::text, '{}'::json, queue_name := ${qualityTask}::text, job_key := ${qualityTask}::text)`.execute(db)
}

/** Says of everybody anew what is known and what cannot be so, block by block; gives of how many. Doing it again changes nothing. */
export async function gatherQuality(deps: Deps, now: Date): Promise<number> {
  let count = 0
  for (let after = 0; ; ) {
    const { rows } = await sql<{ customer_id: number }>`
      select customer_id from keep.customer where customer_id > ${after} and merged_into is null and status = 'known' and trashed_at is null order by customer_id limit ${atOnce}`.execute(
      deps.db,
    )
    const people = rows.map((row) => row.customer_id)
    const last = people.at(-1)
    // Whoever is no person of ours any more between two of them says nothing.
    await sql`delete from fact.quality where customer_id > ${after} and ${last === undefined ? sql`true` : sql`customer_id <= ${last}`} and customer_id <> all(${numberArray(people)}::bigint[])`.execute(
      deps.db,
    )
    if (last === undefined) return count
    await inTransaction(deps.db, (tx) => gatherQualityOf(deps, tx, people, now))
    count += people.length
    after = last
  }
}

type Held = { person: number; field: string; day: string }

/** The same of these persons (roots), in the transaction that changed something of them. Who follows changes is told where something contradicts anew, or no more. */
export async function gatherQualityOf(deps: Pick<Deps, 'keyring'>, tx: Tx<CustomerTables>, people: readonly number[], now: Date): Promise<void> {
  const of = { db: tx, keyring: deps.keyring }
  const [held, said, fields, identifiers, rows] = [
    await knownOf(tx, people),
    await saidApart(of, people),
    await openFields(of, people, ['birth_date', 'gender', 'patronymic']),
    await openIdentifiers(of, people),
    await rowsOf(tx, people),
  ]
  const out = rows.map(({ customer_id, country, first }) => {
    const opened = fields.get(customer_id)
    const phones = (identifiers.get(customer_id) ?? []).flatMap(({ kind, value }) => (kind === 'phone' && value !== null ? [value] : []))
    const known = held.get(customer_id) ?? []
    const looked = { fields: Object.fromEntries([...(opened ?? [])].map(([name, { value }]) => [name, value])), phones, country }
    const against = againstOf({ ...looked, firstPurchase: first, said: said.get(customer_id) ?? new Map() }, now)
    return { customer_id, fields: known.map(({ field }) => field), confirmed: known.map(({ day }) => day), against }
  })
  // Whoever is erased or joined while we look waits for us, or is none of ours any more: nothing of them is written behind their erasing.
  const { rows: moved } = await sql<{ customer_id: number }>`
    with here as materialized (select customer_id from keep.customer where customer_id = any(${numberArray(people)}::bigint[]) and status = 'known' and merged_into is null
        order by customer_id for share),
      new as (select n.* from jsonb_to_recordset(${JSON.stringify(out)}::jsonb) as n (customer_id bigint, fields text[], confirmed date[], against text[]) join here using (customer_id)),
      old as materialized (select q.customer_id, q.against from fact.quality q join new using (customer_id)),
      kept as (insert into fact.quality as q (customer_id, fields, confirmed, against, gathered_at) select customer_id, fields, confirmed, against, ${now} from new
        on conflict (customer_id) do update set fields = excluded.fields, confirmed = excluded.confirmed, against = excluded.against, gathered_at = excluded.gathered_at)
    select new.customer_id from new left join old using (customer_id) where coalesce(old.against, '{}') <> new.against`.execute(tx)
  if (moved.length === 0) return
  const batch = await newBatch(tx)
  const changed = moved.map((row) => row.customer_id)
  await sql`insert into fact.change (batch, at, what, customers) values (${batch}, ${now}, '{quality}', ${numberArray(changed)}::bigint[])`.execute(tx)
}

/** Every identity of these people, with its root. */
const whoOf = (people: readonly number[]) => sql`
  who as materialized (select customer_id as member, customer_id as person from keep.customer where customer_id = any(${numberArray(people)}::bigint[])
    union all select customer_id, merged_into from keep.customer where merged_into = any(${numberArray(people)}::bigint[]))`

/** Fields that are known and not delicate, each with the day it was last said. What the row itself holds counts from its last change. */
async function knownOf(tx: Tx<CustomerTables>, people: readonly number[]): Promise<Map<number, Held[]>> {
  const { rows } = await sql<Held>`
    with ${whoOf(people)},
    newest as (select distinct on (w.person, v.field) w.person, v.field, v.at, v.sealed is not null as there from who w join keep.vault v on v.customer_id = w.member
      where v.current and v.category <> 'sensitive' order by w.person, v.field, v.at desc, v.version desc),
    held as (
      select person, field, at from newest where there and field <> 'gender'
      union all select w.person, i.kind, max(greatest(i.verified_at, i.last_seen)) from who w join keep.identifier i on i.customer_id = w.member where i.kind in ('email', 'phone') group by 1, 2
      union all select d.customer_id, 'gender', coalesce(max(n.at), max(d.since)) from fact.derived d left join newest n on n.person = d.customer_id and n.there and n.field in ('gender', 'patronymic')
        where d.customer_id = any(${numberArray(people)}::bigint[]) and d.gender is not null group by 1
      union all select c.customer_id, l.field, coalesce((select max(x.at) from keep.language_change x where x.customer_id = c.customer_id and l.field = 'language'), c.created_at)
        from keep.customer c cross join lateral (values ('language', c.language), ('country', c.country), ('time_zone', c.time_zone)) as l (field, value)
        where c.customer_id = any(${numberArray(people)}::bigint[]) and l.value is not null)
    select person, field, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day from held order by person, field`.execute(tx)
  return Map.groupBy(rows, (row) => row.person)
}

type Row = { customer_id: number; country: string | null; first: Date | null }

async function rowsOf(tx: Tx<CustomerTables>, people: readonly number[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with ${whoOf(people)}
    select c.customer_id, c.country, (select min(i.at) from who w join fact.interaction i on i.customer_id = w.member where w.person = c.customer_id and i.kind = any(${purchases}::text[])) as first
    from keep.customer c where c.customer_id = any(${numberArray(people)}::bigint[])`.execute(tx)
  return rows
}

type Apart = Pick<SealedField, 'customer' | 'field' | 'version' | 'category'> & { person: number; sealed: Buffer }

/** What systems last said of fields of which more than one said something, and no person since. */
async function saidApart(deps: { db: Tx<CustomerTables> } & Pick<Deps, 'keyring'>, people: readonly number[]): Promise<Map<number, Map<string, string[]>>> {
  const { rows } = await sql<Apart>`
    with ${whoOf(people)},
    last as (select distinct on (w.person, v.field, v.customer_id, v.source) w.person, v.customer_id as customer, v.field, v.source, v.version, v.category, v.sealed, v.at, v.by_kind in ('staff', 'customer') as by_person
      from who w join keep.vault v on v.customer_id = w.member where v.category <> 'sensitive' and v.field <> all(${mayDiffer}::text[])
      order by w.person, v.field, v.customer_id, v.source, v.at desc, v.version desc),
    apart as (select person, field from last group by 1, 2
      having count(*) filter (where not by_person and sealed is not null) > 1 and coalesce(max(at) filter (where by_person), '-infinity') < max(at) filter (where not by_person))
    select l.person, l.customer, l.field, l.version, l.category, l.sealed from last l join apart using (person, field) where not l.by_person and l.sealed is not null`.execute(
    deps.db,
  )
  const found = new Map<number, Map<string, string[]>>()
  for (const [category, some] of Map.groupBy(rows, (row) => row.category)) {
    const keys = await deps.keyring.existingKeys([...new Set(some.map((row) => row.customer))], category)
    for (const { person, customer, field, version, sealed } of some) {
      const key = keys.get(customer)
      const plain = key && unseal(key, vaultPlace(customer, field, version), sealed)
      if (!plain) continue
      const theirs = found.get(person) ?? found.set(person, new Map()).get(person)
      theirs?.set(field, [...(theirs.get(field) ?? []), plain.toString('utf8')])
    }
  }
  return found
}
