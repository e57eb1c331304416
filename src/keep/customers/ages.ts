import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { Keyring } from '../keyring/index.ts'
import { consentsFrom, notLookedAt } from './childhood.ts'
import type { CustomerTables } from './tables.ts'
import { openFields } from './vault.ts'

// From what age somebody says for themself: by law, and where a company asks for more.

/** By country, of `*` for every country that is not named: what a company asks for. */
export type Ages = ReadonlyMap<string, number>

/** The sources stand in docs/decisions/0802: whoever relies on one has it checked. */
const agedBy: { readonly [years: number]: readonly string[] } = {
  13: ['BE', 'DK', 'EE', 'FI', 'GB', 'IS', 'LV', 'MT', 'NO', 'PT', 'SE', 'US'],
  14: ['AT', 'BG', 'CY', 'ES', 'IT', 'LT', 'RU'],
  15: ['CZ', 'FR', 'GR', 'SI'],
}
/** The law's, where it is known; elsewhere `usualAge` (GDPR article 8(1)). */
export const lawfulAges: Ages = new Map(Object.entries(agedBy).flatMap(([age, countries]) => countries.map((country) => [country, Number(age)])))
export const usualAge = 16
/** Whom nobody asks for a guardian anywhere; and the band of ages that is known of everybody ends here. */
const ofAge = 18
const elsewhere = '*'

const byLaw = (country: string | null) => lawfulAges.get(country ?? '') ?? usualAge

/** Never less than the law says. */
export const ageOfConsent = (country: string | null, own: Ages): number => Math.max(byLaw(country), own.get(country ?? '') ?? own.get(elsewhere) ?? 0)

/** Throws one sentence on an age that cannot be asked for, with its place. */
export function agesAreSound(own: Ages, place: string): void {
  for (const [country, age] of own) {
    const at = `${place}.${country}`
    if (!/^([A-Z]{2}|\*)$/.test(country)) throw badInput('must be a country like RU', at)
    if (age > ofAge) throw badInput('From eighteen on everybody says for themselves: no company asks for more.', at)
    if (age < (country === elsewhere ? Math.min(...lawfulAges.values()) : byLaw(country)))
      throw badInput('The law asks for more years here: a company may ask for more than the law, never for less.', at)
  }
}

/** What the company asks for, at this moment or as it was at another. */
export async function agesNow<T>(db: Db<T> | Tx<T>, at?: Date): Promise<Ages> {
  const { rows } = await sql<{ country: string; age: number; retired: boolean }>`
    select distinct on (country) country, age, retired from keep.consent_age
    where ${at ?? null}::timestamptz is null or registered_at <= ${at ?? null}::timestamptz order by country, version desc`.execute(db)
  return new Map(rows.filter(({ retired }) => !retired).map(({ country, age }) => [country, age]))
}

/** The job that looks at everybody under eighteen once more. */
export const childrenTask = 'children_looked'

/**
 * Asks for these ages and no others from now on; what is as it was gets no version. Whoever may be a child by them is refused what is unasked at once, until
 * the job has looked at their birth dates, which are sealed: right after this commits, and once more for those who were being entered meanwhile.
 */
export async function setAges(tx: Tx<CustomerTables>, own: Ages, by: { actor: { kind: string; id: number }; now: Date }): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.consent_age'))`.execute(tx)
  const before = await agesNow(tx)
  const changed = [...new Set([...before.keys(), ...own.keys()])].filter((country) => before.get(country) !== own.get(country))
  if (changed.length === 0) return
  const said = changed.map((country) => ({ country, age: own.get(country) ?? before.get(country), retired: !own.has(country) }))
  await sql`
    insert into keep.consent_age (country, version, age, retired, registered_at, by_kind, by_id)
    select country, coalesce((select max(version) from keep.consent_age b where b.country = s.country), 0) + 1, age, retired, ${by.now}, ${by.actor.kind}, ${by.actor.id}
    from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as s(country text, age int, retired boolean)`.execute(tx)
  const rose = (country: string | null) => ageOfConsent(country, own) > ageOfConsent(country, before)
  const countries = [...new Set([...lawfulAges.keys(), ...before.keys(), ...own.keys()])].filter(rose)
  if (countries.length > 0 || rose(null))
    await sql`
      insert into keep.child (customer_id, consents_from) select customer_id, ${notLookedAt}::date from fact.derived
      where age_band = 'under-18' and (${rose(null)} or country is null or country = any(${countries}::text[])) on conflict do nothing`.execute(tx)
  for (const [key, after] of [
    ['now', '0 seconds'],
    ['again', '2 minutes'],
  ])
    await sql`select keep_jobs.add_job(${childrenTask}::text, '{}'::json, queue_name := ${childrenTask}::text, run_at := now() + ${after}::interval, job_key := ${`${childrenTask} ${key}`}::text)`.execute(
      tx,
    )
}

export type Ward = { person: number; country: string | null; before: boolean; after: boolean }

/** Gives a function that, of these persons, says who would be a child by other ages and is none by those in force, or the other way round. Nothing is written. */
export async function wardsOtherwise(
  deps: { db: Db<CustomerTables>; keyring: Keyring },
  own: Ages,
  now: Date,
): Promise<(persons: readonly number[]) => Promise<Ward[]>> {
  const inForce = await agesNow(deps.db)
  const home = (await sql<{ country: string }>`select country from keep.company limit 1`.execute(deps.db)).rows[0]?.country ?? null
  const today = now.toISOString().slice(0, 10)
  return async (persons) => {
    const { rows } = await sql<{ person: number; customer: number; country: string | null }>`
      select coalesce(c.merged_into, c.customer_id) as person, c.customer_id as customer, coalesce(d.country, ${home}) as country
      from keep.customer c join fact.derived d using (customer_id)
      where d.age_band = 'under-18' and (c.customer_id = any(${[...persons]}::bigint[]) or c.merged_into = any(${[...persons]}::bigint[])) order by c.customer_id`.execute(
      deps.db,
    )
    if (rows.length === 0) return []
    const fields = await openFields(
      deps,
      rows.map(({ customer }) => customer),
      ['birth_date'],
    )
    const isChild = (row: (typeof rows)[number], ages: Ages) =>
      (consentsFrom(fields.get(row.customer)?.get('birth_date')?.value ?? '', ageOfConsent(row.country, ages)) ?? today) > today
    return [...Map.groupBy(rows, ({ person }) => person)].flatMap(([person, cards]) => {
      const [before, after] = [cards.some((card) => isChild(card, inForce)), cards.some((card) => isChild(card, own))]
      return before === after ? [] : [{ person, country: cards[0]?.country ?? null, before, after }]
    })
  }
}
