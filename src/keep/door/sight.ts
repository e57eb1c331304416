import { type Db, sql } from '../../platform/db/index.ts'
import type { Groups } from '../customers/index.ts'
import { type Decision, decideByRules, type GateRequest } from '../gate/index.ts'
import type { KeepTables } from '../tables.ts'
import type { Purpose } from '../terms/index.ts'
import type { Asker } from './deps.ts'

// May this asker open data of these customers for this purpose? The gate decides each look as it decides a contact; here is
// added only who asks: a role must be one of the purpose's, and a customer sees themselves and nobody else.

export type Sight = {
  purpose: Purpose
  /** All purposes in force. */
  purposes: ReadonlyMap<string, Purpose>
  /** The verdicts on what was asked besides, in order. */
  also: readonly Decision[]
  /** Why nothing of this customer may be opened; undefined when it may. */
  refusal(customer: number): string | undefined
  /** Whether the purpose covers this field of this category. */
  covers(category: string, field?: string): boolean
  /** All ids of each person asked for, the root first. */
  members(customer: number): readonly number[]
  groups: Groups
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
  /** All ids of the person, the root first. */
  members: readonly number[]
}

/** Decides about many customers at once, and about what is asked `also`, from one gathering; undefined when there is no such purpose. Writes nothing. */
export async function sightOf(
  db: Db<KeepTables>,
  asker: Asker,
  purposeName: string,
  customers: readonly number[],
  now: Date,
  also: readonly GateRequest[] = [],
): Promise<Sight | undefined> {
  const [standings, { decisions, purposes }] = await Promise.all([
    standingsOf(db, customers),
    decideByRules(db.$pickTables(), [...customers.map((customer) => ({ customer, purpose: purposeName, categories: [] })), ...also], now),
  ])
  const purpose = purposes.get(purposeName)
  if (!purpose) return undefined
  const refusals = new Map(customers.map((customer, i) => [customer, decisions[i]]))
  const byRole = allowedRole(purpose, asker)
  const members = (customer: number) => standings.get(customer)?.members ?? []

  return {
    purpose,
    purposes,
    also: decisions.slice(customers.length),
    members,
    groups: new Map([...standings].map(([customer, s]) => [customer, s.members])),
    standing: (customer) => standings.get(customer),
    refusal: (customer) => {
      if (!standings.has(customer)) return 'unknown_customer'
      const own = asker.actor.kind === 'customer'
      if (own && (asker.customer === null || !members(customer).includes(asker.customer))) return 'unknown_customer'
      const decided = refusals.get(customer)
      if (!decided) return 'unknown_customer'
      // Restricting is the customer's own wish about others: it does not shut them out of their own page.
      if (decided.decision !== 'allow' && !(own && decided.reason === 'restricted')) return decided.reason
      return byRole ? undefined : 'role_not_covered'
    },
    covers: (category, field) =>
      purpose.categories.includes(category) && (field === undefined || purpose.fields.includes('*') || purpose.fields.includes(field)),
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
  const rows = await sql<Omit<Standing, 'members'> & { merged: number[] | null }>`
    select c.customer_id as customer, r.customer_id as person, r.kind, r.role, r.status, r.language, r.time_zone, r.country,
      (select array_agg(m.customer_id order by m.customer_id) from keep.customer m where m.merged_into = r.customer_id) as merged
    from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where c.customer_id = any(${[...customers]}::bigint[])`.execute(db)
  return new Map(rows.rows.map(({ merged, ...r }) => [r.customer, { ...r, members: [r.person, ...(merged ?? [])] }]))
}
