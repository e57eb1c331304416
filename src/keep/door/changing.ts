import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { Ability } from '../../platform/http/index.ts'
import type { Change } from '../receipts/index.ts'
import type { KeepTables } from '../tables.ts'
import type { Checked, Outputs, touchable } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteExport, noteUse } from './uses.ts'

/** Whoever writes must be staff whose role does, or a key; a customer has verbs of their own. */
export function writer(asker: Asker, needed: Ability = 'customers.change'): void {
  if (asker.actor.kind === 'customer') throw new AppError('forbidden', 'This is for staff.')
  if (asker.actor.kind === 'staff' && !asker.rights.abilities.includes(needed)) throw new AppError('forbidden', roleLacksThis)
  if (asker.actor.kind === 'api' && !asker.scopes.includes('change'))
    throw new AppError('forbidden', 'This API key may not change customers. Give it the scope "change", or use another.')
  if (asker.purposes.length > 0 && !asker.purposes.includes('service')) throw new AppError('forbidden', 'This key was made for other purposes than service.')
}

/** What of some customers is changed, as their receipts will say it. */
export type Touch = {
  customers: readonly number[]
  categories: readonly string[]
  deed: Change
  /** Names of attributes, where the deed is about some. */
  fields?: readonly string[]
  /** What a role needs for it; customers.change when it is not said. */
  needs?: Ability
}

/**
 * Whoever may change this of these customers: the same who may see it for service. The no leaves its receipt. Throws not_found
 * and forbidden.
 */
export async function sightToChange(
  deps: DoorDeps,
  asker: Asker,
  touch: Touch,
  covered = (sight: Sight) => touch.categories.every((c) => sight.covers(c)),
): Promise<Sight> {
  writer(asker, touch.needs)
  const sight = await sightOf(deps, asker, 'service', touch.customers, deps.clock.now())
  if (!sight || touch.customers.some((c) => !sight.standing(c))) throw notFound()
  const uncovered = covered(sight)
    ? roleChanges(sight, touch)
    : (touch.categories.map((c) => sight.uncovered(c)).find((why) => why !== undefined) ?? 'category_not_covered')
  for (const customer of touch.customers) {
    const refused = sight.refusal(customer) ?? uncovered
    if (refused === undefined) continue
    await noteChange(deps, asker, sight, { ...touch, customers: [customer] }, refused)
    throw new AppError('forbidden', sentences[refused] ?? restricted)
  }
  return sight
}

const roleChanges = (sight: Sight, touch: Touch) => (touch.categories.every((c) => sight.changes(c)) ? undefined : 'role_not_covered')

/**
 * Holds the rows of these persons still until the transaction ends, and throws when one was restricted or erased since it was
 * decided: what is not known, not_found. `alone`: and lets nobody else hold them, for whoever writes there; to take that later, with
 * others holding them too, is how two writers come to wait for each other.
 */
export async function holdStill(tx: Tx<KeepTables>, customers: readonly number[], alone = false): Promise<void> {
  const asked = [...new Set(customers)]
  if (asked.length === 0) return
  const { rows } = await sql<{ asked: number | null; status: string }>`
    select a.customer_id as asked, m.status from keep.customer m
    left join keep.customer a on a.customer_id = m.customer_id and a.customer_id = any(${asked}::bigint[])
    where coalesce(m.merged_into, m.customer_id) in (select coalesce(merged_into, customer_id) from keep.customer where customer_id = any(${asked}::bigint[]))
    order by m.customer_id ${alone ? sql`for no key update of m` : sql`for share of m`}`.execute(tx)
  const known = new Set(rows.map((row) => row.asked))
  if (asked.some((customer) => !known.has(customer))) throw notFound()
  if (rows.some(({ status }) => status === 'restricted' || status === 'erased')) throw new AppError('forbidden', restricted)
}

export const roleLacksThis = 'Your role does not include this. An administrator can change that.'
const restricted = 'The use of this customer’s data is restricted, so nothing of it can be changed now.'
const sentences: Record<string, string> = {
  role_not_covered: roleLacksThis,
  category_not_covered: 'This is not among what the purpose of service covers, so it cannot be changed here.',
}

/** The receipt of a change; commit it before the change. */
export const noteChange = (deps: DoorDeps, asker: Asker, sight: Sight, touch: Touch, refused?: string): Promise<void> =>
  noteUse(deps, asker, { sight, ...touch, reason: { kind: 'edit' }, ...(refused === undefined ? {} : { refused }) })

/** The same where nothing is opened by it: codes cost nothing of the open budget (decision 0401). */
export const noteUncounted = (deps: DoorDeps, asker: Asker, sight: Sight, touch: Touch): Promise<void> =>
  noteExport(deps, asker, { sight, ...touch, reason: { kind: 'edit' } })

/** What a role needs to change each of them. */
const needed = { tags: 'customers.tag', task: 'work.do', case: 'work.do' } as const satisfies Record<(typeof touchable)[number], Ability>

const done = { tags: 'tag', task: 'task', case: 'case' } as const satisfies Record<(typeof touchable)[number], Change>

/**
 * May this asker change what the office keeps of these customers as codes? Throws not_found and forbidden; a yes is on record before it
 * is given. Tags are codes and nothing more, so they cost nothing of the open budget; the words of a task or a case are
 * opened with the answer, so these do (decision 0401).
 */
export async function touch(deps: DoorDeps, asker: Asker, { customers, fields }: Checked<'touch'>): Promise<Outputs['touch']> {
  for (const field of fields) writer(asker, needed[field])
  const first = fields[0] ?? 'task'
  const said = { customers: [...new Set(customers)], categories: ['record'], deed: done[first], fields, needs: needed[first] }
  const sight = await sightToChange(deps, asker, said, () => true)
  if (fields.every((field) => field === 'tags')) await noteUncounted(deps, asker, sight, said)
  else await noteChange(deps, asker, sight, said)
  return { done: true }
}
