import { inTransaction, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Actor, noteAct, staffNames } from '../access/index.ts'
import { listTrash, newBatch, publishDerived, restoreCustomers, trashCustomers, trashDays } from '../customers/index.ts'
import type { KeepTables } from '../tables.ts'
import { publishReach } from '../terms/index.ts'
import { writer } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'
import { render } from './previews.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

// The trash, as people see it: one customer is put there or brought back, and who is there is listed with names.

type By = { actor: Actor; now: Date; bulk?: number }
type Dealt = { changed: number[]; unchanged: number; leftOut: ReadonlyMap<string, number> }

/** Puts persons whose rows are held into the trash, and tells the figures. */
export async function putAside(deps: DoorDeps, tx: Tx<KeepTables>, persons: readonly number[], by: By): Promise<Dealt> {
  const { fresh, before } = await trashCustomers(tx.$pickTables(), persons, by)
  await tell(deps, tx, fresh, by.now)
  const changed = [...fresh, ...before]
  return { changed, unchanged: persons.length - changed.length, leftOut: new Map() }
}

/** Brings them back; with a work, those whom it had put there: others went there by another hand. */
export async function takeBack(deps: DoorDeps, tx: Tx<KeepTables>, persons: readonly number[], by: By): Promise<Dealt> {
  const changed = await restoreCustomers(tx.$pickTables(), persons, by)
  await tell(deps, tx, changed, by.now)
  return { changed, unchanged: persons.length - changed.length, leftOut: new Map() }
}

async function tell(deps: DoorDeps, tx: Tx<KeepTables>, persons: readonly number[], now: Date): Promise<void> {
  if (persons.length === 0) return
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), persons, { batch: await newBatch(tx), now })
  await publishReach(tx.$pickTables(), persons, now)
}

/** One customer, by hand. Gives whether anything changed; throws not_found and forbidden. */
export async function aside(deps: DoorDeps, asker: Asker, input: Checked<'aside'>): Promise<Outputs['aside']> {
  writer(asker)
  const now = deps.clock.now()
  const sight = await sightOf(deps, asker, 'service', [input.customer], now, [], { inTrash: true })
  const standing = sight?.standing(input.customer)
  if (!sight || !standing) throw notFound()
  const refused = sight.refusal(input.customer)
  const use = { sight, customers: [input.customer], reason: { kind: 'edit' as const }, deed: 'trash' as const, categories: ['record'] }
  await noteUse(deps, asker, { ...use, ...(refused === undefined ? {} : { refused }) })
  if (refused !== undefined) throw new AppError('forbidden', 'The use of this customer’s data is restricted, so nothing of it can be changed now.')
  const by = { actor: asker.actor, now }
  const done = await inTransaction(deps.db, async (tx) => {
    const row = await tx.selectFrom('keep.customer').select('trashed_at').where('customer_id', '=', standing.person).forUpdate().executeTakeFirstOrThrow()
    if (input.back && row.trashed_at && now.getTime() - row.trashed_at.getTime() > trashDays * 86_400_000 && !asker.rights.abilities.includes('registers.keep'))
      throw new AppError('forbidden', `After ${trashDays} days only whoever keeps the registers brings somebody back from the trash.`)
    const dealt = await (input.back ? takeBack(deps, tx, [standing.person], by) : putAside(deps, tx, [standing.person], by))
    const act = input.back ? 'customers.restored' : 'customers.deleted'
    const subject = { kind: 'customer', id: standing.person } as const
    if (dealt.changed.length > 0) await noteAct(tx, { by: asker.actor, act, subject, now, device: asker.device ?? null })
    return dealt
  })
  await deps.directory.follow()
  return { changed: done.changed.length > 0 }
}

/** Who is in the trash, with names: a look like any other, each with a receipt. */
export async function trashed(deps: DoorDeps, asker: Asker, input: Checked<'trashed'>): Promise<Outputs['trashed']> {
  writer(asker)
  const after = input.after ? { ...input.after, at: new Date(input.after.at) } : undefined
  const rows = await listTrash(deps.db.$pickTables(), { after, limit: input.limit, within: withinOf(asker) })
  const customers = rows.map((r) => r.customer)
  const sight = await sightOf(deps, asker, 'service', customers, deps.clock.now(), [], { inTrash: true })
  if (!sight) throw notFound()
  const seen = customers.filter((c) => sight.refusal(c) === undefined)
  await noteUse(deps, asker, { sight, customers: seen, reason: { kind: 'list' }, deed: 'list', categories: ['contact'], fields: ['name'] })
  const [previews, names] = await Promise.all([
    render(deps, sight, customers),
    staffNames(
      deps.exports,
      rows.filter((r) => r.by_kind === 'staff').map((r) => r.by_id),
    ),
  ])
  return rows.flatMap((row) => {
    const preview = previews.find((p) => p.customer === row.customer)
    return preview ? [{ preview, at: row.at.toISOString(), by: { kind: row.by_kind, role: row.by_role, name: names.get(row.by_id) ?? null } }] : []
  })
}
