import { inTransaction, sql } from '../../../platform/db/index.ts'
import { newBatch } from '../../customers/index.ts'
import { eraseReceipts } from '../../receipts/index.ts'
import type { RightsDeps } from '../deps.ts'
import type { PartCovers, StepName } from '../shapes.ts'
import { staying, tellPart } from './askPart.ts'
import { certify } from './certify.ts'
import { countStopList, destroyExports, destroyImports, lettersTo } from './copies.ts'
import { keepOut } from './keepOut.ts'
import { asKind, coversOf, destroyAside, holdsSensitive, putAside } from './parts.ts'
import { takeRows } from './rows.ts'
import { addGone, type ErasureRow } from './store.ts'

/** What a step gives: it is done, or what it waits for. */
export type Went = 'done' | { waits_for: 'import' | 'writers' }
type Step = (deps: RightsDeps, row: ErasureRow, now: Date) => Promise<Went>

// Each may be done any number of times: it takes what is there, and nothing is there the second time. What it counts stands in the transaction
// that took it.

/** From here nothing about them is recorded any more, whatever brings it; which cards are theirs does not change again. */
const closed: Step = async (deps, row, now) => {
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<{ customer_id: number }>`
      update keep.customer set status = 'erased' where customer_id = ${row.customer_id} or merged_into = ${row.customer_id} returning customer_id`.execute(tx)
    const found = rows.map((each) => each.customer_id).sort((a, b) => Number(b === row.customer_id) - Number(a === row.customer_id) || a - b)
    if (found.length === 0) return
    // What waited to go of them goes with all the rest.
    await sql`update keep.erasure set state = 'taken_back', ended_at = ${now}, moved_at = ${now}
      where customer_id = any(${found}::bigint[]) and state = 'waiting' and not covers ? 'all'`.execute(tx)
    // Recipients hear of the whole.
    await sql`update fact.recipient set dropped_at = ${now} where customer_id = any(${found}::bigint[]) and ready_at is null and erasure_id <> ${row.erasure_id}`.execute(
      tx,
    )
    await sql`
      update keep.erasure set members = ${found}::bigint[], after_xid = pg_current_xact_id(), moved_at = ${now}
      where customer_id = ${row.customer_id} and erasure_id = ${row.erasure_id}`.execute(tx)
  })
  return 'done'
}

/** Whoever began to write before that may still write about them: rows are taken when all of those are over. */
const quiet: Step = async ({ db }, { after_xid }) => {
  const { rows } = await sql<{ over: boolean }>`
    select s is null or pg_snapshot_xmin(now) > s or pg_snapshot_xmax(now) < s as over
    from (select ${after_xid}::text::xid8 as s, pg_current_snapshot() as now) t`.execute(db)
  return rows[0]?.over ? 'done' : { waits_for: 'writers' }
}

const copies: Step = async (deps, row, now) => {
  const files = await destroyImports(deps, row.members)
  await addGone(deps.db, row, 'imports', files.destroyed)
  if (files.busy > 0) return { waits_for: 'import' }
  await addGone(deps.db, row, 'exports', await destroyExports(deps, row.members, now))
  const covers = coversOf(row)
  if (covers !== 'everything' && 'part' in covers && covers.part !== 'messages') return 'done'
  const when = covers === 'everything' || 'part' in covers ? sql`` : sql`and at >= ${covers.from}::timestamptz and at < ${covers.to}::timestamptz`
  await inTransaction(deps.db, async (tx) => {
    const letters = await sql`delete from keep.mailbox_message where ${lettersTo(row.members)} ${when}`.execute(tx)
    await addGone(tx, row, 'letters', Number(letters.numAffectedRows ?? 0n))
  })
  return 'done'
}

const keptOut: Step = async (deps, row) => {
  const kept = await keepOut(deps, row, row.members)
  const stop = await countStopList(deps, row.members)
  await stays(deps, row, { kept_out: kept, stop_list: stop })
  return 'done'
}

const receipts: Step = async (deps, row, now) => {
  await inTransaction(deps.db, async (tx) => {
    const gone = await eraseReceipts(tx, row.members, now)
    await addGone(tx, row, 'receipts', gone)
  })
  return 'done'
}

const rows: Step = async (deps, row, now) => {
  const covers = coversOf(row)
  if (covers !== 'everything') return partRows(deps, row, covers, now)
  await takeRows(deps, row, row.members)
  const { rows: left } = await sql<{ n: number }>`select count(*)::int as n from keep.consent_event where customer_id = any(${row.members}::bigint[])`.execute(
    deps.db,
  )
  await stays(deps, row, { consents: left[0]?.n ?? 0 })
  return 'done'
}

/** What stands aside of a part goes, with what was still being written about it when it was asked for. */
async function partRows(deps: RightsDeps, row: ErasureRow, covers: PartCovers, now: Date): Promise<Went> {
  await inTransaction(deps.db, async (tx) => {
    const late = await putAside(tx, { erasure: row.erasure_id, members: row.members, covers, until: row.asked_at })
    for (const [table, gone] of asKind(covers, await destroyAside(tx, row.erasure_id))) await addGone(tx, row, table, gone)
    if (late > 0) await tellPart(deps, tx, row.members, now)
  })
  await stays(deps, row, Object.fromEntries(await staying(deps.db, row.members, new Map())))
  return 'done'
}

/**
 * Written down beside the keys, so that a restore of an old backup takes it again. Sensitive data has a key of its own, which goes when nothing is
 * left under it; the others open what stays.
 */
async function partKeys(deps: RightsDeps, row: ErasureRow, covers: PartCovers): Promise<Went> {
  await sql`
    insert into keyring.part_gone (erasure_id, members, covers, asked_at) values (${row.erasure_id}, ${row.members}::bigint[], ${JSON.stringify(row.covers)}::jsonb, ${row.asked_at})
    on conflict do nothing`.execute(deps.keyring.db)
  if (!('part' in covers) || covers.part !== 'health' || (await holdsSensitive(deps, row.members))) return 'done'
  const { rows: held } = await sql<{ n: number }>`
    select count(*)::int as n from keyring.data_key where customer_id = any(${row.members}::bigint[]) and category = 'sensitive'`.execute(deps.keyring.db)
  await stays(deps, row, { keys: held[0]?.n ?? 0 })
  await deps.keyring.destroyKeys(row.members, 'sensitive')
  return 'done'
}

/** The keys are in another database: that they are counted is committed first, and how many there were does not change. */
const keys: Step = async (deps, row) => {
  const covers = coversOf(row)
  if (covers !== 'everything') return partKeys(deps, row, covers)
  const { rows: held } = await sql<{ n: number }>`select count(*)::int as n from keyring.data_key where customer_id = any(${row.members}::bigint[])`.execute(
    deps.keyring.db,
  )
  await stays(deps, row, { keys: held[0]?.n ?? 0 })
  await deps.keyring.destroyKeys(row.members)
  return 'done'
}

/**
 * Last of their rows the card itself, with the receipts of whoever was refused a look meanwhile, and what the office knew of it: whoever follows
 * the facts hears that they are no more.
 */
const person: Step = async (deps, row, now) => {
  await inTransaction(deps.db, async (tx) => {
    const gone = await sql`delete from keep.customer where customer_id = any(${row.members}::bigint[])`.execute(tx)
    await addGone(tx, row, 'keep.customer', Number(gone.numAffectedRows ?? 0n))
    await addGone(tx, row, 'receipts', await eraseReceipts(tx, row.members, now))
    const known = await sql`delete from fact.derived where customer_id = any(${row.members}::bigint[]) and status <> 'erased'`.execute(tx)
    await addGone(tx, row, 'fact.derived', Number(known.numAffectedRows ?? 0n))
    const batch = await newBatch(tx)
    await sql`
      insert into fact.derived (customer_id, person, kind, role, status, batch)
      select m, m, 'person', 'customer', 'erased', ${batch} from unnest(${row.members}::bigint[]) m on conflict do nothing`.execute(tx)
    await sql`insert into fact.change (batch, at, what, customers) values (${batch}, ${now}, '{derived}', ${row.members}::bigint[])`.execute(tx)
    // Pages that show work about them look again.
    await sql`select office_jobs.add_job('erased'::text, '{}'::json, job_key := 'erased'::text)`.execute(tx)
  })
  return 'done'
}

const search: Step = async (deps) => {
  await deps.directory.follow()
  deps.directory.save()
  return 'done'
}

const certificate: Step = async (deps, row, now) => {
  await certify(deps, row, now)
  return 'done'
}

export const steps: { [name in StepName]: Step } = { closed, quiet, copies, kept_out: keptOut, receipts, rows, keys, person, search, certificate }

/** What is counted once and not added up: said again it says the same, or, when it was begun already, leaves what was said. */
async function stays({ db }: Pick<RightsDeps, 'db'>, row: ErasureRow, counted: { [part: string]: number }): Promise<void> {
  for (const [part, n] of Object.entries(counted)) {
    if (n === 0) continue
    await sql`
      insert into keep.erasure_gone (customer_id, erasure_id, part, gone) values (${row.customer_id}, ${row.erasure_id}, ${part}, ${n}) on conflict do nothing`.execute(
      db,
    )
  }
}
