import { sql } from '../../platform/db/index.ts'
import { colleaguesOf } from '../access/index.ts'
import { ownFields } from '../customers/index.ts'
import { mayBeRefused, purposesNow, topicsNow } from '../terms/index.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps } from './deps.ts'

export async function colleagues(deps: DoorDeps, asker: Asker, input: Checked<'colleagues'>): Promise<Outputs['colleagues']> {
  if (asker.actor.kind === 'customer') return []
  const wanted = 'ids' in input ? input : { after: input.after ?? undefined, limit: input.limit }
  return colleaguesOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, wanted)
}

/** Kinds of interactions with what they are called; retired ones too, for what was recorded. */
export async function kinds(deps: DoorDeps): Promise<Outputs['kinds']> {
  const rows = await sql<Outputs['kinds'][number]>`
    select distinct on (code) code, title, attributes, purposes, sensitive, retired_at is not null as retired
    from keep.event_type order by code, version desc`.execute(deps.db)
  return rows.rows
}

/** What the company writes about, and what its goods may be of. */
export async function topics(deps: DoorDeps): Promise<Outputs['topics']> {
  return [...(await topicsNow(deps.db.$pickTables())).values()].map(({ topic, title }) => ({ code: topic, title }))
}

/** What data may be used for now. Throws forbidden where `of` is asked for by a key that was made for other purposes. */
export async function purposes(deps: DoorDeps, asker: Asker, { of }: Checked<'purposes'>): Promise<Outputs['purposes']> {
  if (of !== undefined) coveredByKey(asker, of)
  return [...(await purposesNow(deps.db.$pickTables())).values()].map((p) => ({ code: p.purpose, title: p.title, asks: mayBeRefused(p) }))
}

/** The roles of these colleagues, for the customer they work for; also of those who left. */
export async function rolesOf(deps: DoorDeps, _asker: Asker, { ids }: Checked<'rolesOf'>): Promise<Outputs['rolesOf']> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: number; role: string }>`select staff_id as id, role from keep.staff where staff_id = any(${ids}::bigint[])`.execute(deps.db)
  return rows
}

/** The fields the company declared for itself, as their last version says; retired ones too, for lists that were saved with them. */
export async function ownFieldsOf(deps: DoorDeps): Promise<Outputs['ownFields']> {
  return [...(await ownFields(deps.db.$pickTables())).values()].map(({ code, title, type, codes, currency, purposes, category, retired }) => ({
    code,
    title,
    type,
    codes: codes && [...codes],
    currency,
    purposes: [...purposes],
    category,
    retired,
  }))
}
