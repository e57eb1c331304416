import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { CustomerTables } from './tables.ts'

export type RelationKind = CustomerTables['keep.relation']['kind']
export type Relation = { kind: RelationKind; direction: 'to' | 'from'; other: number; title: string | null; since: Date | null }

/** Says that `customer` stands in this relation to `other`. Saying it again changes only its title. */
export async function relate(
  tx: Tx<CustomerTables>,
  said: { customer: number; other: number; kind: RelationKind; title?: string | null; actor: Actor; now: Date },
): Promise<void> {
  if (said.customer === said.other) throw badInput('A customer cannot be related to themselves.', 'other')
  await tx
    .insertInto('keep.relation')
    .values({
      customer_id: said.customer,
      other_id: said.other,
      kind: said.kind,
      title: said.title ?? null,
      since: null,
      until: null,
      at: said.now,
      by_kind: said.actor.kind,
      by_id: said.actor.id,
    })
    .onConflict((c) => c.columns(['customer_id', 'other_id', 'kind']).doUpdateSet({ title: said.title ?? null }))
    .execute()
}

export type OwnedRelation = Relation & { owner: number }

const mostOfEach = 500

/** Relations of these customers (all ids of a person are asked for), in both directions, at most so many each way. */
export async function relationsOfAll(db: Db<CustomerTables>, customers: readonly number[]): Promise<OwnedRelation[]> {
  const rows = await sql<OwnedRelation>`
    select r.* from unnest(${[...customers]}::bigint[]) as owner(id) cross join lateral (
      (select owner.id as owner, kind, 'to' as direction, other_id as other, title, since from keep.relation where customer_id = owner.id limit ${mostOfEach})
      union all
      (select owner.id, kind, 'from', customer_id, title, since from keep.relation where other_id = owner.id limit ${mostOfEach})) r`.execute(db)
  return rows.rows
}
