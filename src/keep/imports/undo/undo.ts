import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { newBatch, publishDerived } from '../../customers/index.ts'
import type { ImportDeps } from '../deps.ts'
import { emptyList } from '../people/list.ts'
import { type Here, unlessClosing } from '../run/opened.ts'
import { house } from '../run/run.ts'
import { tellEnd } from '../run/tellEnd.ts'
import { actorOf, type ImportRow, turn } from '../store.ts'
import type { ImportingTables } from '../tables.ts'
import { destroyUpload } from '../upload/upload.ts'
import { type Taken, tellChange } from './change.ts'
import { removeUntouched } from './customers.ts'

// Taking an import back: all that it brought and that nothing else has touched since. Each step takes some rows in a
// transaction of its own, with their number, and finds for itself what is left; so it can be broken off and gone on with.
// A "no" is never taken back: not a refusal, nor an address that must not be written to. Whoever said it did not say it to the
// file, and an undo must not widen what is allowed.

type StepOf = (deps: ImportDeps, tx: Tx<ImportingTables>, id: number, now: Date) => Promise<Taken | 'nothing left'>

const rowsAtOnce = 5_000
const peopleAtOnce = 1_000

export async function undoAll(deps: ImportDeps, row: ImportRow, here: Here): Promise<void> {
  for (const step of [listed, interactions, fields, rowsAsBefore, identifiers]) {
    while (await inTransaction(deps.db, (tx) => counted(deps, tx, row.import_id, step))) {
      unlessClosing(here)
    }
  }
  await people(deps, row.import_id, here)
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const left = await sql<{ customers: number; consents: number; suppressed: number }>`
      select (select count(*) from keep.customer where import_id = ${row.import_id} and status <> 'anonymous') as customers,
        (select count(*) from keep.consent_event e join keep.customer c using (customer_id) where e.import_id = ${row.import_id}) as consents,
        (select count(*) from keep.suppression where import_id = ${row.import_id}) as suppressed`.execute(tx)
    const { customers = 0, consents = 0, suppressed = 0 } = left.rows[0] ?? {}
    await add(tx, row.import_id, { customers_kept: customers, consents, suppressed_kept: suppressed })
    await turn(tx.$pickTables(), row.import_id, { to: 'undone', from: ['undoing'], by: house, why: 'all is taken back', now }, { ended_at: now })
    await tellEnd(tx, { id: row.import_id, by: actorOf(row), state: 'undone', now })
  })
  await destroyUpload(deps, row.import_id)
}

/** Without keys, what a backup still holds of them opens no more. The keys are in another database and go after the rows. */
async function people(deps: ImportDeps, id: number, here: Here): Promise<void> {
  for (;;) {
    const gone = await inTransaction(deps.db, async (tx) => {
      const removed = await removeUntouched(tx, id, deps.clock.now())
      await add(tx, id, { customers: removed.named })
      return removed.customers
    })
    if (gone.length === 0) return
    await deps.keyring.destroyKeys(gone)
    unlessClosing(here)
  }
}

async function counted(deps: ImportDeps, tx: Tx<ImportingTables>, id: number, step: StepOf): Promise<boolean> {
  const taken = await step(deps, tx, id, deps.clock.now())
  if (taken !== 'nothing left') await add(tx, id, taken)
  return taken !== 'nothing left'
}

async function add(tx: Tx<ImportingTables>, id: number, taken: Taken): Promise<void> {
  for (const [part, n] of Object.entries(taken)) {
    await sql`update keep.import set undone = coalesce(undone, '{}') || jsonb_build_object(${part}::text, coalesce((undone ->> ${part}::text)::bigint, 0) + ${n}::bigint) where import_id = ${id}`.execute(
      tx,
    )
  }
}

async function listed(_: ImportDeps, tx: Tx<ImportingTables>, id: number, now: Date): Promise<Taken | 'nothing left'> {
  return (await emptyList(tx, id, rowsAtOnce, now)) > 0 ? {} : 'nothing left'
}

async function interactions(_: ImportDeps, tx: Tx<ImportingTables>, id: number, now: Date): Promise<Taken | 'nothing left'> {
  const found = await sql<{
    customer_id: number
    id: number
  }>`select customer_id, id from fact.interaction where import_id = ${id} limit ${rowsAtOnce} for update`.execute(tx)
  if (found.rows.length === 0) return 'nothing left'
  const customers = found.rows.map((r) => r.customer_id)
  const ids = found.rows.map((r) => r.id)
  await sql`delete from fact.interaction_item t using unnest(${customers}::bigint[], ${ids}::bigint[]) as g(c, i) where t.customer_id = g.c and t.interaction_id = g.i`.execute(
    tx,
  )
  await sql`delete from keep.content t using unnest(${customers}::bigint[], ${ids}::bigint[]) as g(c, i) where t.customer_id = g.c and t.kind = 'interaction' and t.id = g.i`.execute(
    tx,
  )
  await sql`delete from keep.seen s using unnest(${customers}::bigint[], ${ids}::bigint[]) as g(c, i) where s.import_id = ${id} and s.customer_id = g.c and s.interaction_id = g.i`.execute(
    tx,
  )
  await sql`delete from fact.interaction t using unnest(${customers}::bigint[], ${ids}::bigint[]) as g(c, i) where t.customer_id = g.c and t.id = g.i`.execute(
    tx,
  )
  await tellChange(tx, now, ['interaction', 'interaction_item'], customers)
  return { interactions: found.rows.length }
}

/** Versions of fields that the import wrote go; the version before each stands again. */
async function fields(deps: ImportDeps, tx: Tx<ImportingTables>, id: number, now: Date): Promise<Taken | 'nothing left'> {
  const found = await sql<{ customer_id: number }>`select distinct customer_id from keep.vault where import_id = ${id} limit ${peopleAtOnce}`.execute(tx)
  const customers = found.rows.map((r) => r.customer_id)
  if (customers.length === 0) return 'nothing left'
  const gone = await sql<{ customer_id: number; field: string; current: boolean; category: string; at: Date }>`
    delete from keep.vault where import_id = ${id} and customer_id = any(${customers}::bigint[]) returning customer_id, field, current, category, at`.execute(
    tx,
  )
  const stood = gone.rows.filter((r) => r.current)
  const taken = stood.map((r) => ({ customer: r.customer_id, field: r.field, stood: { category: r.category, since: r.at } }))
  if (taken.length > 0) await deps.record.corrected?.(tx.$pickTables(), taken, { actor: house, now })
  await sql`
    update keep.vault v set current = true
    from (select w.customer_id, w.field, max(w.version) as version from keep.vault w
      join unnest(${stood.map((r) => r.customer_id)}::bigint[], ${stood.map((r) => r.field)}::text[]) as g(c, f) on w.customer_id = g.c and w.field = g.f
      group by w.customer_id, w.field) last
    where v.customer_id = last.customer_id and v.field = last.field and v.version = last.version`.execute(tx)
  await publishDerived(deps, tx.$pickTables(), customers, { batch: await newBatch(tx), now })
  return { fields: gone.rows.length }
}

/** What stood in the rows of customers that the import changed. */
async function rowsAsBefore(deps: ImportDeps, tx: Tx<ImportingTables>, id: number, now: Date): Promise<Taken | 'nothing left'> {
  const found = await tx.selectFrom('keep.import_before').select('customer_id').where('import_id', '=', id).limit(peopleAtOnce).execute()
  const customers = found.map((r) => r.customer_id)
  if (customers.length === 0) return 'nothing left'
  const { rows } = await sql<{ customer: number; role: string; role_was: string; language: string | null; language_was: string | null }>`
    with before as (delete from keep.import_before where import_id = ${id} and customer_id = any(${customers}::bigint[]) returning *),
    were as (select customer_id, role, language from keep.customer where customer_id = any(${customers}::bigint[]))
    update keep.customer c set kind = b.kind, role = b.role, language = b.language, time_zone = b.time_zone, country = b.country
    from before b join were w using (customer_id) where c.customer_id = b.customer_id
    returning c.customer_id as customer, c.role, w.role as role_was, c.language, w.language as language_was`.execute(tx)
  const taken = rows.flatMap(({ customer, role, role_was, language, language_was }) => [
    ...(role === role_was ? [] : [{ customer, field: 'role', was: role_was }]),
    ...(language === language_was ? [] : [{ customer, field: 'language', was: language_was }]),
  ])
  if (taken.length > 0) await deps.record.corrected?.(tx.$pickTables(), taken, { actor: house, now })
  await publishDerived(deps, tx.$pickTables(), customers, { batch: await newBatch(tx), now })
  return {}
}

/** Identifiers that the import gave to people who were here before, unless they have been used since or somebody said something of them. */
async function identifiers(deps: ImportDeps, tx: Tx<ImportingTables>, id: number, now: Date): Promise<Taken | 'nothing left'> {
  const gone = await sql<{ customer_id: number }>`
    delete from keep.identifier where (kind, digest) in (
      select i.kind, i.digest from keep.identifier i join keep.customer c on c.customer_id = i.customer_id
      where i.import_id = ${id} and c.import_id is distinct from ${id} and i.last_seen <= coalesce((select ended_at from keep.import where import_id = ${id}), ${now})
        and not exists (select from keep.identifier_change h where h.digest = i.digest and h.kind = i.kind and h.customer_id = i.customer_id)
      limit ${peopleAtOnce}) returning customer_id`.execute(tx)
  const customers = [...new Set(gone.rows.map((r) => r.customer_id))]
  if (customers.length === 0) return 'nothing left'
  await publishDerived(deps, tx.$pickTables(), customers, { batch: await newBatch(tx), now })
  return { identifiers: gone.rows.length }
}
