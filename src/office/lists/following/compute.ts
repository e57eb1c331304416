import { numberArray, sql, type Tx } from '../../../platform/db/index.ts'
import { type Summary, summariesOf } from '../../catalogue/index.ts'
import type { OfficeTables } from '../../tables.ts'

// The figures of some people, computed from all that the facts say of them: never added to what was there, so that whatever order
// changes come in, and however often, the row is what the card says.

type Profile = {
  person: number
  members: number[]
  kind: string
  role: string
  language: string | null
  country: string | null
  region: string | null
  age_band: string | null
  birthday: number | null
  has_email: boolean
  has_phone: boolean
  created: Date | null
  own: object | null
}

/**
 * Computes anew the figures of the persons these customers are now, and takes away those of whoever is no known person any more:
 * merged into another, erased, restricted or never known. Gives how many facts it went through.
 */
export async function computeFigures(tx: Tx<OfficeTables>, customers: readonly number[], now: Date): Promise<number> {
  if (customers.length === 0) return 0
  const asked = await sql<{ person: number }>`
    select distinct d.person from fact.derived d where d.customer_id = any(${numberArray(customers)}::bigint[])`.execute(tx)
  const persons = [...new Set(asked.rows.map((row) => row.person))]
  const profiles = await profilesOf(tx, persons)
  const known = new Set(profiles.map((p) => p.person))
  const gone = [...new Set([...customers, ...persons])].filter((id) => !known.has(id))
  if (gone.length > 0) await sql`delete from office.figures where customer_id = any(${numberArray(gone)}::bigint[])`.execute(tx)
  const members = profiles.flatMap(({ person, members }) => members.map((id) => ({ id, person })))
  const summaries = await summariesOf(tx.$pickTables(), members)
  await write(
    tx,
    profiles.map((profile) => rowOf(profile, summaries.get(profile.person), now)),
  )
  return [...summaries.values()].reduce((n, s) => n + s.interactions, 0)
}

/** What is known of each known person: of the root first, and where that says nothing, of the ids that were merged into it. */
async function profilesOf(tx: Tx<OfficeTables>, persons: readonly number[]): Promise<Profile[]> {
  if (persons.length === 0) return []
  const said = (column: string) =>
    sql`(array_agg(m.${sql.raw(column)} order by m.customer_id <> m.person, m.customer_id) filter (where m.${sql.raw(column)} is not null))[1] as ${sql.raw(column)}`
  const rows = await sql<Profile>`
    with m as (
      select * from fact.derived where customer_id = any(${numberArray(persons)}::bigint[]) and person = customer_id
      union all select * from fact.derived where person <> customer_id and person = any(${numberArray(persons)}::bigint[])),
    own as (
      select person, jsonb_object_agg(field, held) as own from (
        select distinct on (m.person, x.field) m.person, x.field,
          coalesce(to_jsonb(x.number), to_jsonb(x.minor), to_jsonb(x.yes), to_jsonb(x.code), to_jsonb(to_char(x.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as held
        from m join fact.field x on x.customer_id = m.customer_id order by m.person, x.field, x.batch desc, m.customer_id) v
      group by person)
    select m.person, array_agg(m.customer_id) as members, max(m.kind) filter (where m.customer_id = m.person) as kind, max(m.role) filter (where m.customer_id = m.person) as role,
      ${sql.join(['language', 'country', 'region', 'age_band'].map(said))},
      (array_agg(m.birth_month * 100 + m.birth_day order by m.customer_id <> m.person, m.customer_id) filter (where m.birth_month is not null and m.birth_day is not null))[1] as birthday,
      bool_or(m.has_email) as has_email, bool_or(m.has_phone) as has_phone, min(m.since) as created, (array_agg(own.own))[1] as own
    from m left join own on own.person = m.person
    group by m.person having bool_or(m.customer_id = m.person and m.status = 'known')`.execute(tx)
  return rows.rows
}

type Row = Omit<OfficeTables['office.figures'], 'own'> & { own: object | null }

function rowOf({ person, members: _members, ...profile }: Profile, s: Summary | undefined, now: Date): Row {
  const [spent] = s?.spent ?? []
  return {
    customer_id: person,
    ...profile,
    first_at: s?.first_at ?? null,
    last_contact_at: s?.last_contact?.at ?? null,
    last_kind: s?.last_contact?.kind ?? null,
    last_channel: s?.last_contact?.channel ?? null,
    last_direction: s?.last_contact?.direction ?? null,
    purchases: s?.purchases ?? 0,
    spent: spent?.minor ?? null,
    currency: spent?.currency ?? null,
    last_purchase_at: s?.last_purchase_at ?? null,
    changed_at: now,
  }
}

const figures = [
  'kind',
  'role',
  'language',
  'country',
  'region',
  'age_band',
  'birthday',
  'has_email',
  'has_phone',
  'created',
  'first_at',
  'last_contact_at',
  'last_kind',
  'last_channel',
  'last_direction',
  'purchases',
  'spent',
  'currency',
  'last_purchase_at',
  'own',
] as const

/** Writes rows; one that says what it said before stays as it is. */
async function write(tx: Tx<OfficeTables>, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const listed = (of: string) => sql.raw(figures.map((column) => `${of}${column}`).join(', '))
  await sql`
    insert into office.figures as f (customer_id, ${listed('')}, changed_at)
    select customer_id, ${listed('')}, changed_at from jsonb_populate_recordset(null::office.figures, ${JSON.stringify(rows)}::jsonb)
    on conflict (customer_id) do update set (${listed('')}, changed_at) = (${listed('excluded.')}, excluded.changed_at)
    where (${listed('f.')}) is distinct from (${listed('excluded.')})`.execute(tx)
}
