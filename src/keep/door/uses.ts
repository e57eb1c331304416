import { sql } from '../../platform/db/index.ts'
import { type Deed, isCode, type NewReceipt, saidBy } from '../receipts/index.ts'
import type { Reason } from './contract.ts'
import { type Asker, type DoorDeps, guardianRole } from './deps.ts'
import type { Sight } from './sight.ts'

/** One use of the data of some customers, as it will stand in each one's journal. */
type UseNote = {
  sight: Sight
  customers: readonly number[]
  reason: Reason
  deed: Deed
  categories: readonly string[]
  /** Names of attributes, where the deed is about some. */
  fields?: readonly string[]
  /** Who gets it besides the asker's own system. */
  recipients?: readonly string[]
  /** Nothing was opened, because: a refusal is kept too. */
  refused?: string
}

/**
 * Commits a receipt for each customer before anything of them is released; the same use within a quarter of an hour falls
 * under the receipt there is. Everything that opens comes through here, so here the asker's open budget is spent too:
 * throws too_many when it does not cover these persons.
 */
export async function noteUse(deps: DoorDeps, asker: Asker, use: UseNote): Promise<void> {
  if (use.customers.length === 0) return
  const persons = use.customers.map((customer) => use.sight.standing(customer)?.person ?? customer)
  const now = deps.clock.now()
  // The budget is spent while earlier receipts are looked up; none is written before it is granted.
  const granted = use.refused === undefined ? deps.together.spend({ actor: asker.actor, customers: persons, now }) : undefined
  await Promise.all([granted, deps.recorder.record(receiptsOf(asker, use), now, granted)])
}

/**
 * The same for what has a budget of its own and opens nothing to whoever looks: an export that was granted as a whole, a change of
 * many at once.
 */
export async function noteExport(deps: DoorDeps, asker: Asker, use: UseNote): Promise<void> {
  if (use.customers.length > 0) await deps.recorder.record(receiptsOf(asker, use), deps.clock.now())
}

/** Those of these customers who are refused, each with the reason: a refusal is kept too, where there is somebody to keep it for. */
export async function noteRefusals(deps: DoorDeps, asker: Asker, use: UseNote): Promise<void> {
  const refused = Map.groupBy(
    use.customers.filter((c) => use.sight.standing(c) !== undefined && use.sight.refusal(c) !== undefined),
    (c) => use.sight.refusal(c) ?? '',
  )
  for (const [reason, customers] of refused) if (reason !== 'erased') await noteExport(deps, asker, { ...use, customers, refused: reason })
}

function receiptsOf(asker: Asker, use: UseNote): NewReceipt[] {
  const { purpose } = use.sight
  const { as } = asker.actor
  const behalf = behalfOf(asker)
  const codes: NewReceipt['codes'] = {
    actor: asker.actor.kind,
    role: asker.actor.role,
    activity: use.reason.kind,
    purpose: purpose.purpose,
    basis: purpose.legalBasis,
    categories: [...use.categories],
    ...saidBy(use.deed, use.fields),
    decision: use.refused ? 'deny' : 'allow',
    policy: `purpose:v${purpose.version}`,
    // What a program fetches has left the house: its system is named.
    ...recipientsOf(asker, use),
    ...(use.refused ? { reasons: [use.refused] } : {}),
    ...(as ? { on_behalf: 'staff' } : behalf === undefined ? {} : { on_behalf: 'customer' }),
    ...unitOf(asker),
  }
  const whose = {
    actorId: asker.actor.id,
    ...(as ? { onBehalfId: as.id } : behalf === undefined ? {} : { onBehalfId: behalf }),
    ...(use.reason.id === undefined ? {} : { activityId: use.reason.id }),
  }
  return use.customers.map((customer) => ({ customer, codes, ...whose }))
}

const recipientsOf = ({ recipient }: Asker, use: UseNote): { recipients?: string[] } => {
  const all = [...(recipient === undefined ? [] : [recipient]), ...(use.recipients ?? [])]
  return all.length === 0 ? {} : { recipients: all }
}

/** The customer for whom another one acts. */
const behalfOf = ({ actor, customer }: Asker) => (actor.kind === 'customer' && actor.role === guardianRole ? (customer ?? undefined) : undefined)

/** The unit somebody belongs to, where it is one, and its code may stand in receipts. */
function unitOf({ units: [unit, ...others] }: Asker): { unit?: string } {
  return unit !== undefined && others.length === 0 && isCode(unit) ? { unit } : {}
}

const monthMs = 30 * 86_400_000

/** How many uses and refusals of one person's data there were in the last thirty days; `message`: for that message only. */
export async function countUses(deps: DoorDeps, members: readonly number[], message: number | null): Promise<{ allowed: number; refused: number }> {
  const since = new Date(deps.clock.now().getTime() - monthMs)
  const rows = await sql<{ allowed: number; refused: number }>`
    select count(*) filter (where c.decision = 'allow')::int as allowed, count(*) filter (where c.decision <> 'allow')::int as refused
    from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = any(${[...members]}::bigint[]) and r.at >= ${since} and c.actor <> 'customer'
      and (${message}::bigint is null or (c.activity = 'message' and r.activity_id = ${message}))`.execute(deps.db)
  return rows.rows[0] ?? { allowed: 0, refused: 0 }
}
