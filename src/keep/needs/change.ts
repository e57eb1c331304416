import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { heldNeed, isUnnamed, over, type Whose } from './answer.ts'
import { forgetFacts, moveFact, putFact } from './facts.ts'
import { type Company, checkedWish, type Wish } from './say.ts'
import { needPlace, type Sealing, sealer } from './sealed.ts'
import type { UsedTables } from './tables.ts'
import { tellOffice } from './tell.ts'

type Of = { members: readonly number[]; need: number; now: Date }

/** Says an open need anew: its words, topic, budget and day. Answers that were given stand. */
export async function changeNeed(deps: Sealing, tx: Tx<UsedTables>, said: Of & { wish: Wish; company: Company }): Promise<Whose> {
  const row = await heldNeed(tx, said.need, said.members)
  if (row.state !== 'open' || row.expires_at <= said.now) throw over()
  const { topic, budget, until, words } = said.wish
  const { expires_at } = await checkedWish(tx, said.wish, said)
  const seal = await sealer(deps, row.customer_id)
  await sql`update keep.need set topic = ${topic}, budget = ${budget?.minor ?? null}, currency = ${budget?.currency ?? null}, until = ${until}::date,
      sealed = ${seal(needPlace(row), words)}, expires_at = ${expires_at}, moved_at = ${said.now}
    where customer_id = ${row.customer_id} and need_id = ${row.need_id}`.execute(tx)
  await putFact(tx, { ...row, topic, budget: budget?.minor ?? null }, said.now)
  await tellOffice(tx, {})
  return { unnamed: isUnnamed(row) }
}

/** It is not needed any more, or what was agreed is done: the words go, theirs and ours. Closing twice is closing once. */
export async function closeNeed(tx: Tx<UsedTables>, { members, need, now }: Of): Promise<Whose> {
  const row = await heldNeed(tx, need, members)
  if (row.state === 'open' || row.state === 'accepted') await end(tx, [row], 'closed', now)
  return { unnamed: isUnnamed(row) }
}

const atOnce = 500

/**
 * Ends what is past its time and takes its words away; of what has been over for a year takes the rest. Gives how many it ended. What is
 * past its time is shown to nobody whether or not this ran.
 */
export async function sweepNeeds(db: Db<UsedTables>, now: Date): Promise<number> {
  const ended = await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ customer_id: number; need_id: number }>`select customer_id, need_id from keep.need
      where expires_at <= ${now} and state in ('open', 'accepted') order by expires_at limit ${atOnce} for update skip locked`.execute(tx)
    await end(tx, rows, 'expired', now)
    return rows.length
  })
  await sql`delete from keep.need where (customer_id, need_id) in (select customer_id, need_id from keep.need
    where state in ('closed', 'expired') and moved_at < ${now}::timestamptz - interval '365 days' limit ${atOnce})`.execute(db)
  await forgetFacts(db.$pickTables())
  return ended
}

async function end(tx: Tx<UsedTables>, needs: readonly { customer_id: number; need_id: number }[], state: 'closed' | 'expired', now: Date): Promise<void> {
  if (needs.length === 0) return
  const them = sql`unnest(${needs.map((n) => n.customer_id)}::bigint[], ${needs.map((n) => n.need_id)}::bigint[]) as t(customer_id, need_id)`
  await sql`update keep.need n set state = ${state}, moved_at = ${now}, sealed = null, evidence = null from ${them}
    where n.customer_id = t.customer_id and n.need_id = t.need_id`.execute(tx)
  await sql`update keep.need_answer a set sealed = null from ${them} where a.customer_id = t.customer_id and a.need_id = t.need_id`.execute(tx)
  for (const { need_id } of needs) await moveFact(tx, need_id, state)
  await tellOffice(tx, {})
}
