import { type Db, sql } from '../../platform/db/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { FactTables } from '../catalogue/index.ts'
import type { FindAudiences, Named, PeopleList } from './asking.ts'
import { rule } from './rule.ts'
import type { AudienceTables, LiveRow, LivingTables } from './tables.ts'
import { computedTraits } from './traits/store.ts'

/** Finds the audiences that a rule names by the ids they are shown by, and computed traits. */
export function findAudiences({ db, ids }: { db: Db<AudienceTables>; ids: Pick<Opaque, 'read' | 'show'> }): FindAudiences {
  return { audiences: (shown) => audiencesBy(db, ids, shown), traits: () => computedTraits(db), lists: () => peopleLists(db, ids) }
}

async function audiencesBy(db: Db<AudienceTables>, ids: Pick<Opaque, 'read'>, shown: readonly string[]): Promise<Map<string, Named>> {
  const numbers = new Map(
    shown.flatMap((id) => {
      const number = ids.read('audience', id)
      return number === undefined ? [] : [[number, id] as const]
    }),
  )
  if (numbers.size === 0) return new Map<string, Named>()
  const rows = await db
    .selectFrom('office.audience')
    .selectAll()
    .where('audience_id', 'in', [...numbers.keys()])
    .execute()
  return new Map(
    rows.flatMap((row) => {
      const id = numbers.get(row.audience_id)
      return id === undefined ? [] : [[id, { title: row.title, rule: rule.parse(row.rule), deleted: row.deleted_at !== null }] as const]
    }),
  )
}

/** Lists of people from files, the newest first. */
export async function peopleLists<T>(db: Db<T>, ids: Pick<Opaque, 'show'>): Promise<Map<string, PeopleList>> {
  const { rows } = await sql<PeopleList>`
    select list_id as list, title, purpose, complete_at is not null as complete, deleted_at is not null as deleted from fact.people_list order by list_id desc`.execute(
    db,
  )
  return new Map(rows.map((row) => [ids.show('import', row.list), row]))
}

export type LifeOf = LiveRow & { size: number }

/** How those of these audiences that live are kept up, and how many are in each. */
export async function lifeOf<T extends LivingTables>(db: Db<T>, audiences: readonly number[]): Promise<Map<number, LifeOf>> {
  const { rows } = await sql<LifeOf>`
    select l.*, (select count(*)::int from office.audience_member m where m.audience_id = l.audience_id) as size
    from office.audience_live l where l.audience_id = any(${[...audiences]}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.audience_id, row]))
}

/** Audiences, the newest first: `below` is the id of the last row of the page before. */
export async function newestAudiences(
  db: Db<AudienceTables>,
  { below, limit }: { below: number | undefined; limit: number },
): Promise<AudienceTables['office.audience'][]> {
  const newest = db.selectFrom('office.audience').selectAll().where('deleted_at', 'is', null).orderBy('audience_id', 'desc').limit(limit)
  return (below === undefined ? newest : newest.where('audience_id', '<', below)).execute()
}

/** The campaigns that go to each of these audiences, the newest first. */
export async function campaignsOf<T>(db: Db<T>, audiences: readonly number[]): Promise<Map<number, { campaign_id: number; title: string }[]>> {
  const { rows } = await sql<{ campaign_id: number; title: string; audience_id: number }>`
    select campaign_id, title, audience_id from office.campaign where audience_id = any(${[...audiences]}::bigint[]) order by campaign_id desc`.execute(db)
  return Map.groupBy(rows, (row) => row.audience_id)
}

const mostTraits = 100
const mostValues = 50

/** Traits that somebody has, each with the values that most have. */
export async function traitsOf<T>(db: Db<T>): Promise<{ trait: string; values: string[] }[]> {
  const { rows } = await sql<{ trait: string; values: string[] }>`
    select trait, array_agg(value order by n desc, value) as values from (
      select trait, value, count(*) as n, row_number() over (partition by trait order by count(*) desc, value) as place from (
        select trait, value from fact.trait union all select trait, said from office.trait_value where said is not null) h group by trait, value) v
    where place <= ${mostValues} group by trait order by trait limit ${mostTraits}`.execute(db)
  return rows
}

const mostGoods = 1_000

/** What is sold, and under which headings. */
export async function goodsOf(db: Db<FactTables>): Promise<{ products: { sku: string; title: string; category: string | null }[]; categories: string[] }> {
  const products = await sql<{ sku: string; title: string; category: string | null }>`
    select sku, title, category from fact.product order by title, sku limit ${mostGoods}`.execute(db)
  const categories = await sql<{ category: string }>`
    select distinct category from fact.product where category is not null order by category limit ${mostGoods}`.execute(db)
  return { products: products.rows, categories: categories.rows.map((row) => row.category) }
}
