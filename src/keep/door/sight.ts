import { notFound } from '../../platform/errors.ts'
import { customersWithin } from '../customers/index.ts'
import type { Decision, GateRequest } from '../gate/index.ts'
import type { Purpose } from '../terms/index.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'
import type { Standing } from './together.ts'

// May this asker open data of these customers for this purpose? The gate decides each look as it decides a contact; here is
// added only who asks: a role must be one of the purpose's, a customer sees themselves and nobody else, and whom somebody does not see at
// all (docs/decisions/0540) there is none of: by no word of this file they are told from a number nobody has.

export type Sight = {
  purpose: Purpose
  /** All purposes in force. */
  purposes: ReadonlyMap<string, Purpose>
  /** The verdicts on what was asked besides, in order. */
  also: readonly Decision[]
  /** Why nothing of this customer may be opened; undefined when it may. */
  refusal(customer: number): string | undefined
  /** Why this field of this category is not opened: the purpose does not cover it, or the asker's role does not see it. */
  uncovered(category: string, field?: string): 'category_not_covered' | 'role_not_covered' | undefined
  covers(category: string, field?: string): boolean
  /** Whether the purpose is for the asker at all, whoever is looked at. */
  byRole: boolean
  /** Whether the asker's role changes this category. */
  changes(category: string): boolean
  /** All ids of each person asked for, the root first. */
  members(customer: number): readonly number[]
  standing(customer: number): Standing | undefined
}

/** `categories`: what is opened or touched, where it is not who they are and how to reach them; `contexts`: of what a decision is made from. */
export type Look = { inTrash?: true; categories?: readonly string[]; fields?: readonly string[]; contexts?: readonly (string | null)[] }

/** Decides about many customers at once, and about what is asked `also`, from one gathering; undefined when there is no such purpose. Writes nothing. */
export async function sightOf(
  deps: DoorDeps,
  asker: Asker,
  purposeName: string,
  customers: readonly number[],
  now: Date,
  also: readonly GateRequest[] = [],
  look: Look = {},
): Promise<Sight | undefined> {
  const looks = customers.map((customer) => ({ customer, purpose: purposeName, categories: [], ...look }))
  const within = withinOf(asker)
  const [{ standings, decisions, purposes }, seen] = await Promise.all([
    deps.together.decide({ customers, requests: [...looks, ...also], now }),
    within && customersWithin(deps.db.$pickTables(), within, customers),
  ])
  const standing = (customer: number) => (seen === undefined || seen.has(customer) ? standings.get(customer) : undefined)
  const purpose = purposes.get(purposeName)
  if (!purpose) return undefined
  const refusals = new Map(customers.map((customer, i) => [customer, decisions[i]]))
  const byRole = allowedRole(purpose, asker)
  const uncovered: Sight['uncovered'] = (category, field) => {
    const covered = purpose.categories.includes(category) && (field === undefined || purpose.fields.includes('*') || purpose.fields.includes(field))
    if (!covered) return 'category_not_covered'
    return roleHas(asker, 'sees', category) ? undefined : 'role_not_covered'
  }
  const members = (customer: number) => standing(customer)?.members ?? []

  return {
    purpose,
    purposes,
    also: decisions.slice(customers.length),
    members,
    standing,
    byRole: asker.purposes.length > 0 ? asker.purposes.includes(purposeName) : byRole,
    refusal: (customer) => {
      if (!standing(customer)) return 'unknown_customer'
      const own = asker.actor.kind === 'customer'
      if (own && (asker.customer === null || !members(customer).includes(asker.customer))) return 'unknown_customer'
      const decided = refusals.get(customer)
      if (!decided) return 'unknown_customer'
      if (decided.decision !== 'allow') return decided.reason
      if (asker.purposes.length > 0) return asker.purposes.includes(purposeName) ? undefined : 'key_not_covered'
      return byRole ? undefined : 'role_not_covered'
    },
    uncovered,
    covers: (category, field) => uncovered(category, field) === undefined,
    changes: (category) => roleHas(asker, 'changes', category),
  }
}

/** Throws not_found when one of these is a customer whom the asker does not see, or there is none of: where nothing is opened and nothing decided. */
export async function mustSee(deps: DoorDeps, asker: Asker, customers: readonly number[]): Promise<void> {
  const within = withinOf(asker)
  if (within === undefined || customers.length === 0) return
  const seen = await customersWithin(deps.db.$pickTables(), within, customers)
  if (customers.some((customer) => !seen.has(customer))) throw notFound()
}

/** Those of these customers whom there is and whom the asker sees. */
export async function seenOf({ db }: Pick<DoorDeps, 'db'>, asker: Asker, customers: readonly number[]): Promise<ReadonlySet<number>> {
  const within = withinOf(asker)
  if (within) return customersWithin(db.$pickTables(), within, customers)
  const rows = await db
    .selectFrom('keep.customer')
    .select('customer_id')
    .where('customer_id', 'in', [...customers, -1])
    .execute()
  return new Set(rows.map((row) => row.customer_id))
}

/** Of staff only: a key was made for its purposes, and customers see what is theirs. What names nobody follows the purpose alone. */
function roleHas(asker: Asker, how: 'sees' | 'changes', category: string): boolean {
  if (asker.actor.kind !== 'staff' || category === 'record' || category === 'pseudonym') return true
  return asker.rights[how].some((one) => one === category)
}

function allowedRole(purpose: Purpose, asker: Asker): boolean {
  switch (asker.actor.kind) {
    case 'customer':
      return purpose.purpose === 'own_view'
    case 'service':
      return true
    case 'staff':
      return (
        asker.rights.abilities.includes('customers.see') &&
        [asker.actor, ...(asker.actor.as ? [asker.actor.as] : [])].every(({ role }) => purpose.roles.includes(role))
      )
    case 'api':
    case 'ai':
      return purpose.roles.includes(asker.actor.role)
  }
}
