import { sql } from '../../platform/db/index.ts'
import { categoryOf, type OwnField } from '../customers/index.ts'
import type { DoorDeps } from './deps.ts'

// Records are kept for what their kind was registered for, and opened for nothing else. A person's own view shows them
// everything that is theirs. As long as every kind serves the purpose, nothing more is asked of the database.

/** Kinds that are not kept for this purpose, each with what it is kept for. */
export type Closed = ReadonlyMap<string, readonly string[]>

const nothing: Closed = new Map()

export async function closedKinds(deps: Pick<DoorDeps, 'record' | 'clock'>, purpose: string): Promise<Closed> {
  return purpose === 'own_view' ? nothing : deps.record.registry.closedTo(purpose, deps.clock.now())
}

/** Of these interactions, those of a closed kind, with what they are kept for; by customer and id. */
export async function closedAmong(deps: DoorDeps, closed: Closed, items: readonly { customer: number; id: number }[]): Promise<Map<string, readonly string[]>> {
  if (closed.size === 0 || items.length === 0) return new Map()
  const rows = await sql<{ customer: number; id: number; kind: string }>`
    select i.customer_id as customer, i.id, i.kind
    from unnest(${items.map((i) => i.customer)}::bigint[], ${items.map((i) => i.id)}::bigint[]) as w(c, i)
    join fact.interaction i on i.customer_id = w.c and i.id = w.i where i.kind = any(${[...closed.keys()]}::text[])`.execute(deps.db)
  return new Map(rows.rows.map((r) => [`${r.customer} ${r.id}`, closed.get(r.kind) ?? []]))
}

/** How many interactions of closed kinds these ids of a person have, and what those are kept for. */
export async function countClosed(deps: DoorDeps, closed: Closed, members: readonly number[]): Promise<{ count: number; purposes: readonly string[] }> {
  if (closed.size === 0) return { count: 0, purposes: [] }
  const rows = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from fact.interaction
    where customer_id = any(${[...members]}::bigint[]) and kind = any(${[...closed.keys()]}::text[]) group by kind order by kind`.execute(deps.db)
  return { count: rows.rows.reduce((sum, r) => sum + r.count, 0), purposes: [...new Set(rows.rows.flatMap((r) => closed.get(r.kind) ?? []))] }
}

/** Under which category a field stands: of the company's own as it was declared. */
export const categoryIn = (deps: Pick<DoorDeps, 'record'>, field: string) => categoryOf(field, deps.record.registry.field(field))

/** The company's own field of this name, when it is kept for other purposes than this one. */
export function closedField(deps: Pick<DoorDeps, 'record'>, purpose: string, field: string): OwnField | undefined {
  const own = deps.record.registry.field(field)
  return own === undefined || purpose === 'own_view' || own.purposes.includes(purpose) ? undefined : own
}
