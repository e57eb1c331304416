import { sql, violated } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import type { AccessDeps } from '../deps.ts'
import { signInRules } from '../factors/rules.ts'
import type { AccessTables } from '../tables.ts'
import type { Client } from './outside.ts'

export type Provider = AccessTables['keep.sign_in_provider']
export type Said = Pick<
  Provider,
  'title' | 'issuer' | 'client_id' | 'domains' | 'newcomers' | 'groups_claim' | 'groups' | 'group_roles' | 'own_factor' | 'paused'
>

const mostProviders = 20
const placeOf = (id: number) => `sign-in provider\0${id}`

/** A provider as it is asked. */
export const clientOf = (deps: Pick<AccessDeps, 'keyring'>, row: Provider): Client => ({
  issuer: row.issuer,
  clientId: row.client_id,
  secret: deps.keyring.openRecord(placeOf(row.provider_id), row.sealed).toString('utf8'),
})

/** Keeps a provider. Call it in a transaction, after it answered. */
export async function addProvider(deps: AccessDeps, given: Said & { code: string; secret: string }, by: { staff: number; now: Date }): Promise<Provider> {
  const { secret, ...said } = given
  if ((await providersNow(deps)).length >= mostProviders) throw new AppError('conflict', `There can be ${mostProviders} providers at most. Remove one first.`)
  const id = await deps.rowIds.one()
  const row: Provider = {
    provider_id: id,
    ...said,
    sealed: deps.keyring.sealRecord(placeOf(id), secret),
    made_at: by.now,
    made_by: by.staff,
    changed_at: by.now,
    changed_by: by.staff,
    proven_at: null,
    removed_at: null,
  }
  try {
    await deps.db.insertInto('keep.sign_in_provider').values(row).execute()
  } catch (error) {
    if (violated(error) === 'sign_in_provider_code')
      throw new AppError('conflict', 'There is a provider with this code already. Choose another.', { place: 'code' })
    throw error
  }
  return row
}

/** Sets a provider up anew; what it is asked by makes it unproven, so that nobody is left with a way in that was never tried. In a transaction. */
export async function changeProvider(
  deps: AccessDeps,
  id: number,
  given: Said & { secret?: string | undefined },
  by: { staff: number; now: Date },
): Promise<Provider> {
  const { secret, ...said } = given
  const before = await providerBy(deps, id)
  const another = said.issuer !== before.issuer || said.client_id !== before.client_id
  const row = await deps.db
    .updateTable('keep.sign_in_provider')
    .set({
      ...said,
      ...(secret === undefined ? {} : { sealed: deps.keyring.sealRecord(placeOf(id), secret) }),
      changed_at: by.now,
      changed_by: by.staff,
      proven_at: another || secret !== undefined ? null : before.proven_at,
    })
    .where('provider_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await someWayStays(deps)
  return row
}

/** Removes a provider and what it says of who is who; sessions that it opened stay. In a transaction. */
export async function removeProvider(deps: Pick<AccessDeps, 'db'>, id: number, now: Date): Promise<void> {
  await providerBy(deps, id)
  await deps.db.updateTable('keep.sign_in_provider').set({ removed_at: now, paused: true }).where('provider_id', '=', id).execute()
  await deps.db.deleteFrom('keep.sign_in_flow').where('provider_id', '=', id).execute()
  await deps.db.deleteFrom('keep.sign_in_link').where('provider_id', '=', id).execute()
  await someWayStays(deps)
}

/** Throws conflict when only providers are left to sign in by and none of them has been tried. */
async function someWayStays(deps: Pick<AccessDeps, 'db'>): Promise<void> {
  if (!(await signInRules(deps)).only_providers || (await someProven(deps))) return
  throw new AppError('conflict', 'Only providers are left to sign in by, so one that somebody has signed in by must stay as it is. Allow passwords first.')
}

/** Throws unless a provider lets people in, and there is an administrator who still comes in by password on the day it is away. */
export async function mayLeaveOnlyProviders(deps: Pick<AccessDeps, 'db'>, glass: number): Promise<void> {
  if ((await providersNow(deps)).length === 0) throw badInput('only_providers: there is no provider to sign in by', 'only_providers')
  if (!(await someProven(deps))) throw badInput('only_providers: nobody has signed in by a provider yet; try it first', 'only_providers')
  const kept = await deps.db.selectFrom('keep.staff').select(['role', 'status']).where('staff_id', '=', glass).executeTakeFirst()
  if (kept?.status !== 'active' || kept.role !== 'admin') throw badInput('break_glass: name an administrator who may still sign in by password', 'break_glass')
}

/** Whether somebody can sign in by a provider: one that works and has let somebody in. */
export async function someProven(deps: Pick<AccessDeps, 'db'>): Promise<boolean> {
  return (await providersNow(deps)).some((row) => !row.paused && row.proven_at !== null)
}

/** All that are not removed, the oldest first; there are few. */
export function providersNow(deps: Pick<AccessDeps, 'db'>): Promise<Provider[]> {
  return deps.db.selectFrom('keep.sign_in_provider').selectAll().where('removed_at', 'is', null).orderBy('provider_id').execute()
}

async function providerBy(deps: Pick<AccessDeps, 'db'>, id: number): Promise<Provider> {
  const row = await deps.db
    .selectFrom('keep.sign_in_provider')
    .selectAll()
    .where('provider_id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** How many of the staff each has let in. */
export async function peopleOf(deps: Pick<AccessDeps, 'db'>): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ provider_id: number; people: number }>`
    select l.provider_id, count(*)::int as people from keep.sign_in_link l join keep.staff s on s.staff_id = l.staff_id and s.status = 'active' group by l.provider_id`.execute(
    deps.db,
  )
  return new Map(rows.map((row) => [row.provider_id, row.people]))
}

/** One that people may sign in by now; not_found otherwise. */
export async function openProvider(deps: Pick<AccessDeps, 'db'>, code: string): Promise<Provider> {
  const row = (await providersNow(deps)).find((one) => one.code === code && !one.paused)
  if (!row) throw new AppError('not_found', 'There is no such provider to sign in by any more. Go back to the sign-in page.')
  return row
}
