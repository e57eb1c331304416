import { type Db, sql } from '../../platform/db/index.ts'
import { groupsOf } from '../customers/index.ts'
import { decideMany } from '../gate/index.ts'
import type { KeepTables } from '../tables.ts'
import { type Purpose, purposesNow } from '../terms/index.ts'
import type { Asker } from './deps.ts'

// May this asker open data of these customers for this purpose? The gate decides each look as it decides a contact; here is
// added only who asks: a role must be one of the purpose's, and a customer sees themselves and nobody else.

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

/** Decides about many customers at once; undefined when there is no such purpose. Writes nothing. */
export async function sightOf(db: Db<KeepTables>, asker: Asker, purposeName: string, customers: readonly number[], now: Date): Promise<Sight | undefined> {
  const purpose = (await purposesNow(db.$pickTables())).get(purposeName)
  if (!purpose) return undefined
  const category = purpose.categories.includes('contact') ? 'contact' : (purpose.categories[0] ?? 'contact')
  const [groups, standings, decisions] = await Promise.all([
    groupsOf(db.$pickTables(), customers),
    standingsOf(db, customers),
    decideMany(db.$pickTables(), customers.map((customer) => ({ customer, purpose: purposeName, categories: [category] })), now),
  ])
  const refusals = new Map(customers.map((customer, i) => [customer, decisions[i]]))
  const byRole = allowedRole(purpose, asker)

  return {
    purpose,
    members: (customer) => groups.get(customer) ?? [],
    standing: (customer) => standings.get(customer),
    refusal: (customer) => {
      const standing = standings.get(customer)
      if (!standing) return 'unknown_customer'
      const own = asker.actor.kind === 'customer'
      if (own && (asker.customer === null || !groups.get(customer)?.includes(asker.customer))) return 'unknown_customer'
      const decided = refusals.get(customer)
      if (!decided) return 'unknown_customer'
      // Restricting is the customer's own wish about others: it does not shut them out of their own page.
      if (decided.decision !== 'allow' && !(own && decided.reason === 'restricted')) return decided.reason
      return byRole ? undefined : 'role_not_covered'
    },
    covers: (category_, field) => purpose.categories.includes(category_) && (field === undefined || purpose.fields.includes('*') || purpose.fields.includes(field)),
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
