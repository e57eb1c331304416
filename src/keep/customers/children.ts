import { type Db, inTransaction, numberArray, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { CustomerTables } from './tables.ts'
import { openFields } from './vault.ts'

// From which birthday on somebody's own yes counts. Where no age is known for their country, at sixteen (GDPR article 8(1)). The sources stand in
// docs/decisions/0802: whoever relies on one has it checked.

const agedBy: { readonly [years: number]: readonly string[] } = {
  13: ['BE', 'DK', 'EE', 'FI', 'GB', 'IS', 'LV', 'MT', 'NO', 'PT', 'SE', 'US'],
  14: ['AT', 'BG', 'CY', 'ES', 'IT', 'LT', 'RU'],
  15: ['CZ', 'FR', 'GR', 'SI'],
}
const usualAge = 16
const ages = new Map(Object.entries(agedBy).flatMap(([age, countries]) => countries.map((country) => [country, Number(age)])))

export const ageOfConsent = (country: string | null): number => ages.get(country ?? '') ?? usualAge

/** The day, as YYYY-MM-DD, on which somebody born on `birth` reaches that age; of 29 February in a year without one 1 March. Undefined for what is no date. */
export function consentsFrom(birth: string, country: string | null): string | undefined {
  const said = /^(\d{4})-(\d\d)-(\d\d)$/.exec(birth)
  if (!said) return undefined
  const [year, month, day] = [Number(said[1]), Number(said[2]), Number(said[3])]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return undefined
  return new Date(Date.UTC(year + ageOfConsent(country), month - 1, day)).toISOString().slice(0, 10)
}

export type Born = { customer: number; birth: string | null; country: string | null }

/**
 * Keeps who is a child, of these customers all of whose birth dates are given (null: none is known). A day that has come is left to whoever ends what was
 * agreed to before it. `known`: rows may be there already.
 */
export async function publishChildren<T>(tx: Tx<T>, people: readonly Born[], o: { now: Date; known: boolean }): Promise<void> {
  const born = people.filter((p) => p.birth !== null)
  if (born.length === 0 && !o.known) return
  const home = born.some((p) => p.country === null)
    ? (await sql<{ country: string }>`select country from keep.company limit 1`.execute(tx)).rows[0]?.country
    : null
  const today = o.now.toISOString().slice(0, 10)
  const children = born.flatMap(({ customer, birth, country }) => {
    const from = consentsFrom(birth ?? '', country ?? home ?? null)
    return from !== undefined && from > today ? [{ customer, from }] : []
  })
  if (children.length > 0)
    await sql`
      insert into keep.child (customer_id, consents_from)
      select * from unnest(${numberArray(children.map((c) => c.customer))}::bigint[], ${children.map((c) => c.from)}::date[])
      on conflict (customer_id) do update set consents_from = excluded.consents_from`.execute(tx)
  if (!o.known) return
  const those = new Set(children.map((c) => c.customer))
  const others = people.flatMap(({ customer }) => (those.has(customer) ? [] : [customer]))
  if (others.length > 0)
    await sql`delete from keep.child where customer_id = any(${numberArray(others)}::bigint[]) and consents_from > ${today}::date`.execute(tx)
}

const atOnce = 500

type Looking = { db: Db<CustomerTables>; keyring: Keyring }

/**
 * Looks at everybody who is said to be under eighteen once more: whose birth date was there before children were told apart, and where the company moved to
 * another country. Gives how many it looked at.
 */
export function lookForChildren(deps: Looking, now: Date): Promise<number> {
  return lookAt(deps, now, sql`select customer_id as customer, country from fact.derived where age_band = 'under-18'`)
}

/** The day under which an upgrade puts whoever is under eighteen and was not looked at: until they are, what is unasked is refused. */
const notLookedAt = '9999-12-31'

/** Looks at those whom an upgrade left to be looked at; to be called at a start. Gives how many there were; doing it again finds none. */
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
    await inTransaction(deps.db, (tx) => publishChildren(tx, born, { now, known: true }))
    looked += rows.length
    after = rows.at(-1)?.customer ?? after
  }
}
