import { sql, type Db } from '../../platform/db/index.ts'
import { groupsOf } from '../customers/index.ts'
import type { KeepTables } from '../tables.ts'
import { type Purpose, purposesNow } from '../terms/index.ts'
import type { Asker } from './deps.ts'

// May this asker open data of these customers for this purpose? A look is decided like a contact is, by what applies to it:
// standing, purpose and role, and for a purpose by consent the consent itself. Unknown means no.

export type Sight = {
  purpose: Purpose
  /** Why nothing of this customer may be opened; undefined when it may. */
  refusal(customer: number): string | undefined
  /** Whether the purpose covers this field of this category. */
  covers(category: string, field?: string): boolean
  /** All ids of each person asked for, the root first. */
  members(customer: number): readonly number[]
  standing(customer: number): Standing | undefined
}

export type Standing = {
  customer: number
  person: number
  kind: 'person' | 'organisation'
  role: 'customer' | 'lead' | 'supplier' | 'partner'
  status: 'anonymous' | 'known' | 'restricted' | 'erased'
  language: string | null
  time_zone: string | null
  country: string | null
}

/** Gathers what decides about many customers at once; undefined when there is no such purpose. */
export async function sightOf(db: Db<KeepTables>, asker: Asker, purposeName: string, customers: readonly number[]): Promise<Sight | undefined> {
  const purpose = (await purposesNow(db.$pickTables())).get(purposeName)
  if (!purpose) return undefined
  const groups = await groupsOf(db.$pickTables(), customers)
  const standings = await standingsOf(db, customers)
  const consenting = purpose.legalBasis === 'consent' ? await reachable(db, purpose.purpose, [...standings.values()].map((s) => s.person)) : undefined
  const byRole = allowedRole(purpose, asker)

  return {
    purpose,
    members: (customer) => groups.get(customer) ?? [],
    standing: (customer) => standings.get(customer),
    refusal: (customer) => {
      const standing = standings.get(customer)
      if (!standing) return 'unknown_customer'
      if (standing.status === 'erased') return 'erased'
      if (standing.status === 'restricted' && asker.actor.kind !== 'customer') return 'restricted'
      if (!byRole) return 'role_not_covered'
      if (asker.actor.kind === 'customer' && asker.customer !== null && groups.get(asker.customer)?.includes(customer) === false && asker.customer !== standing.person) return 'unknown_customer'
      return consenting && !consenting.has(standing.person) ? 'consent_missing' : undefined
    },
    covers: (category, field) => purpose.categories.includes(category) && (field === undefined || purpose.fields.includes('*') || purpose.fields.includes(field)),
  }
}

function allowedRole(purpose: Purpose, asker: Asker): boolean {
  switch (asker.actor.kind) {
    case 'customer':
      return purpose.purpose === 'own_view'
    case 'service':
      return true
    case 'staff':
    case 'api':
    case 'ai':
      return purpose.roles.includes(asker.actor.role)
  }
}

async function standingsOf(db: Db<KeepTables>, customers: readonly number[]): Promise<Map<number, Standing>> {
  const rows = await sql<Standing>`
    select c.customer_id as customer, r.customer_id as person, r.kind, r.role, r.status, r.language, r.time_zone, r.country
    from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where c.customer_id = any(${[...customers]}::bigint[])`.execute(db)
  return new Map(rows.rows.map((r) => [r.customer, r]))
}

async function reachable(db: Db<KeepTables>, purpose: string, persons: readonly number[]): Promise<Set<number>> {
  const rows = await sql<{ customer_id: number }>`
    select distinct customer_id from fact.reach where customer_id = any(${[...persons]}::bigint[]) and purpose = ${purpose} and reach`.execute(db)
  return new Set(rows.rows.map((r) => r.customer_id))
}
