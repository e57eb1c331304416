import { type Db, sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { OwnershipTables } from './tables.ts'
import type { Tag } from './tags.ts'

// Tags of many customers at once, and who looks after them. A customer is a person of one or several ids: what is said is said of the root, what is
// taken back is taken from all of them, and what holds is what any of them has. Whoever calls this has asked the keep whether the
// caller may change these customers.

type Of = { customers: readonly number[] }
type Said = { by: number; now: Date }

const persons = (customers: readonly number[]) => sql`
  select distinct coalesce(d.person, q.id) as person from unnest(${[...customers]}::bigint[]) as q(id) left join fact.derived d on d.customer_id = q.id`
const idsOf = sql`(select person as person, person as id from p union select d.person, d.customer_id from p join fact.derived d on d.person = p.person and d.person <> d.customer_id)`

/** Puts a tag on customers. Gives those (roots) who did not have it; throws bad_input for a tag that is retired or none. */
export async function tagCustomers(db: Db<OwnershipTables>, { customers, tag, by, now }: Of & Said & { tag: number }): Promise<number[]> {
  const { rows } = await sql<{ usable: boolean; customer_id: number | null }>`
    with p as (${persons(customers)}), m as ${idsOf},
    usable as (select tag_id from office.tag where tag_id = ${tag} and retired_at is null for share),
    put as (
      insert into office.customer_tag (customer_id, tag_id, at, made_by)
      select p.person, usable.tag_id, ${now}, ${by} from p cross join usable
      where not exists (select 1 from m join office.customer_tag c on c.customer_id = m.id where m.person = p.person and c.tag_id = usable.tag_id)
      order by p.person on conflict do nothing returning customer_id)
    select exists (select 1 from usable) as usable, put.customer_id from (select 1) one left join put on true`.execute(db)
  if (!rows[0]?.usable) throw badInput('This tag is retired or was never there.', 'tag_id')
  return rows.flatMap((row) => row.customer_id ?? [])
}

/** Takes a tag off customers, a retired one too. Gives those (roots) who had it. */
export async function untagCustomers(db: Db<OwnershipTables>, { customers, tag }: Of & { tag: number }): Promise<number[]> {
  const { rows } = await sql<{ person: number }>`
    with p as (${persons(customers)}), m as ${idsOf},
    gone as (delete from office.customer_tag c using m where c.customer_id = m.id and c.tag_id = ${tag} returning m.person)
    select distinct person from gone order by person`.execute(db)
  return rows.map((row) => row.person)
}

/** `units`: codes. */
export type Held = { tags: Tag[]; owner: number | null; units: readonly string[] }

/** Tags (by title), units and the owner of persons, by the id that was asked for: who looks after them is the keep's truth, told as facts. */
export async function heldBy(db: Db<OwnershipTables>, customers: readonly number[]): Promise<Map<number, Held>> {
  const asked = sql`select q.id as asked, coalesce(d.person, q.id) as person from unnest(${[...new Set(customers)]}::bigint[]) as q(id) left join fact.derived d on d.customer_id = q.id`
  const [tags, care] = await Promise.all([
    sql<Tag & { asked: number }>`
      with a as (${asked}), p as (select distinct person from a), m as ${idsOf}
      select distinct on (a.asked, lower(t.title), t.tag_id) a.asked, t.* from a join m on m.person = a.person
      join office.customer_tag c on c.customer_id = m.id join office.tag t on t.tag_id = c.tag_id order by a.asked, lower(t.title), t.tag_id`.execute(db),
    sql<{ asked: number; owner: number | null; units: string[] }>`
      with a as (${asked}) select a.asked, r.owner_id as owner, r.units from a join fact.derived r on r.customer_id = a.person`.execute(db),
  ])
  const byCustomer = Map.groupBy(tags.rows, (row) => row.asked)
  const careOf = new Map(care.rows.map(({ asked, ...row }) => [asked, row]))
  return new Map(customers.map((customer) => [customer, { tags: byCustomer.get(customer) ?? [], owner: null, units: [], ...careOf.get(customer) }]))
}
