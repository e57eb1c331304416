import { type Db, inTransaction, numberArray, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { ageOfConsent, agesNow } from './ages.ts'
import { consentsFrom, notLookedAt } from './childhood.ts'
import type { CustomerTables } from './tables.ts'
import { openFields } from './vault.ts'

// From which birthday on somebody's own yes counts, by the age that holds where they are (ages.ts).

export type Born = { customer: number; birth: string | null; country: string | null }

/**
 * Keeps who is a child, of these customers all of whose birth dates are given (null: none is known). A day that has come is left to whoever ends what was
 * agreed to before it. `known`: rows may be there already. `grew`: nobody corrected a birth date, so whoever is a child no more comes of age, though by another law or policy.
 */
export async function publishChildren<T>(tx: Tx<T>, people: readonly Born[], o: { now: Date; known: boolean; grew?: boolean }): Promise<void> {
  const born = people.filter((p) => p.birth !== null)
  if (born.length === 0 && !o.known) return
  const home = born.some((p) => p.country === null)
    ? (await sql<{ country: string }>`select country from keep.company limit 1`.execute(tx)).rows[0]?.country
    : null
  const own = born.length > 0 ? await agesNow(tx) : new Map<string, number>()
  const today = o.now.toISOString().slice(0, 10)
  const days = born.flatMap(({ customer, birth, country }) => {
    const from = consentsFrom(birth ?? '', ageOfConsent(country ?? home ?? null, own))
    return from === undefined ? [] : [{ customer, from }]
  })
  const children = days.filter(({ from }) => from > today)
  if (children.length > 0)
    await sql`
      insert into keep.child (customer_id, consents_from)
      select * from unnest(${numberArray(children.map((c) => c.customer))}::bigint[], ${children.map((c) => c.from)}::date[])
      on conflict (customer_id) do update set consents_from = excluded.consents_from`.execute(tx)
  if (!o.known) return
  const grown = o.grew ? days.filter(({ from }) => from <= today) : []
  if (grown.length > 0)
    await sql`
      update keep.child c set consents_from = g.day from unnest(${numberArray(grown.map((c) => c.customer))}::bigint[], ${grown.map((c) => c.from)}::date[]) as g(customer_id, day)
      where c.customer_id = g.customer_id and c.consents_from > ${today}::date and c.consents_from <> ${notLookedAt}::date`.execute(tx)
  const those = new Set(children.map((c) => c.customer))
  const others = people.flatMap(({ customer }) => (those.has(customer) ? [] : [customer]))
  if (others.length > 0)
    await sql`delete from keep.child where customer_id = any(${numberArray(others)}::bigint[]) and consents_from > ${today}::date`.execute(tx)
}

const atOnce = 500

type Looking = { db: Db<CustomerTables>; keyring: Keyring }

/**
 * Looks at everybody who is said to be under eighteen once more: whose birth date was there before children were told apart, and where the company moved to
 * another country or another age holds. Gives how many it looked at.
 */
export function lookForChildren(deps: Looking, now: Date): Promise<number> {
  return lookAt(deps, now, sql`select customer_id as customer, country from fact.derived where age_band = 'under-18'`)
}

/** Looks at those whom an upgrade or another age left to be looked at; to be called at a start. Gives how many there were; doing it again finds none. */
export function lookAtTheUnsure(deps: Looking, now: Date): Promise<number> {
  return lookAt(
    deps,
    now,
    sql`select c.customer_id as customer, d.country from keep.child c left join fact.derived d using (customer_id) where c.consents_from = ${notLookedAt}::date`,
  )
}

async function lookAt(deps: Looking, now: Date, which: RawBuilder<unknown>): Promise<number> {
  for (let looked = 0, after = 0; ; ) {
    const { rows } = await sql<{ customer: number; country: string | null }>`
      select * from (${which}) those where customer > ${after} order by customer limit ${atOnce}`.execute(deps.db)
    if (rows.length === 0) return looked
    const fields = await openFields(
      deps,
      rows.map((row) => row.customer),
      ['birth_date'],
    )
    const born = rows.map((row) => ({ ...row, birth: fields.get(row.customer)?.get('birth_date')?.value ?? null }))
    await inTransaction(deps.db, (tx) => publishChildren(tx, born, { now, known: true, grew: true }))
    looked += rows.length
    after = rows.at(-1)?.customer ?? after
  }
}
