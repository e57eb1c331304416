import { numberArray, sql, type Tx } from '../../platform/db/index.ts'
import type { TermsTables } from '../terms/index.ts'
import { secondAt, secondOf } from './contactMark.ts'
import { besideKey, contentKeyOf } from './held.ts'
import { ownReachBackS } from './rules.ts'
import type { GateTables } from './tables.ts'

// What was reserved counts for the person: when two turn out to be one, both sides' contacts count together; when they turn
// out to be two after all, each keeps a copy, so that neither gets the same again. A contact is known by its card and its content: a copy
// counts once, and one content that two cards had each for itself counts twice, under the content key and under one beside it.

/** Call in the transaction that merges, after the pointer was set. `from` now leads to `into`. */
export async function mergeContacts(tx: Tx<TermsTables>, merged: { from: number; into: number }, now: Date): Promise<void> {
  // Of a contact that both hold, since they were joined before, the card it was for knows what became of it.
  await bringContacts(tx, { from: merged.from, to: merged.into, now, knows: (card) => card === merged.from })
}

/** Call in the transaction that takes a merge back, after the pointer was cleared. */
export async function unmergeContacts(tx: Tx<TermsTables>, undone: { customer: number; from: number }, now: Date): Promise<void> {
  await bringContacts(tx, { from: undone.from, to: undone.customer, now, knows: () => true })
}

type Row = GateTables['keep.contact']
/** `knows`: whether the side they come from knows better what became of the contact of a card. */
type Bringing = { from: number; to: number; now: Date; knows(card: number): boolean }

async function bringContacts(tx: Tx<TermsTables>, bring: Bringing): Promise<void> {
  const { from, to, now } = bring
  const both = [from, to].sort((a, b) => a - b)
  await sql`insert into keep.person_state (customer_id) select * from unnest(${both}::bigint[]) on conflict do nothing`.execute(tx)
  const states = await sql<{ customer_id: number; recent: number[] }>`
    select customer_id, recent from keep.person_state where customer_id = any(${both}::bigint[]) order by customer_id for update`.execute(tx)
  const { rows } = await sql<Row>`select * from keep.contact where customer_id = any(${both}::bigint[])`.execute(tx)
  const together = united(rows, bring)
  const since = secondAt(now) - ownReachBackS
  const uncovered = states.rows.map(({ customer_id, recent }) => lessThose(recent.map(Number), marksOf(rows.filter((row) => row.customer_id === customer_id))))
  const recent = [...marksOf(together), ...eachOnceMore(uncovered)].filter((mark) => secondOf(mark) > since).sort((a, b) => a - b)
  await written(
    tx,
    together.filter((row) => !rows.some((was) => was.customer_id === to && was.content_key === row.content_key && same(was, row))),
  )
  await sql`update keep.person_state set recent = ${numberArray(recent)}::bigint[] where customer_id = ${to}`.execute(tx)
}

/** Under each content key the contact that went furthest; beside it every other that counts. */
function united(rows: readonly Row[], { from, to, knows }: Bringing): Row[] {
  const each = [...Map.groupBy(rows, (row) => besideKey(row.addressed_id, contentKeyOf(row.content_key))).values()].flatMap((copies) => {
    const theirs = copies.find((row) => row.customer_id === from)
    const ours = copies.find((row) => row.customer_id === to)
    if (!theirs || !ours) return theirs ?? ours ?? []
    if (knows(theirs.addressed_id)) return theirs
    return theirs.addressed_id === to ? ours : (furthest([ours, theirs]) ?? [])
  })
  return [...Map.groupBy(each, (row) => contentKeyOf(row.content_key))].flatMap(([key, some]) => {
    const first = furthest(some)
    const others = some.filter((row) => row !== first && counts(row))
    return [
      ...(first ? [{ ...first, customer_id: to, content_key: key }] : []),
      ...others.map((row) => ({ ...row, customer_id: to, content_key: besideKey(row.addressed_id, key) })),
    ]
  })
}

const steps: readonly Row['state'][] = ['refused', 'released', 'reserved', 'made']
/** The one that went furthest; of equal ones that of the card which came first, so that the order of joining does not matter. */
const furthest = (rows: readonly Row[]) => rows.toSorted((a, b) => steps.indexOf(b.state) - steps.indexOf(a.state) || a.addressed_id - b.addressed_id)[0]

const counts = (row: Row) => row.mark !== null && (row.state === 'reserved' || row.state === 'made')
const marksOf = (rows: readonly Row[]) => rows.flatMap((row) => (counts(row) && row.mark !== null ? [Number(row.mark)] : []))
const same = (a: Row, b: Row) => a.addressed_id === b.addressed_id && a.state === b.state && a.mark === b.mark

/** Counted contacts that have no row: of cards that were joined when one of two with the same content had none. */
function lessThose(marks: readonly number[], those: readonly number[]): number[] {
  const left = [...marks]
  for (const mark of those) {
    const at = left.indexOf(mark)
    if (at >= 0) left.splice(at, 1)
  }
  return left
}

/** What either side has, each as often as on the side that has it more often. */
function eachOnceMore([ours = [], theirs = []]: readonly (readonly number[])[]): number[] {
  return [...ours, ...lessThose(theirs, ours)]
}

async function written(tx: Tx<TermsTables>, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0)
    await sql`
      insert into keep.contact select * from jsonb_populate_recordset(null::keep.contact, ${JSON.stringify(rows)}::jsonb)
      on conflict (customer_id, content_key) do update set addressed_id = excluded.addressed_id, purpose = excluded.purpose, channel = excluded.channel, topic = excluded.topic,
        campaign_id = excluded.campaign_id, state = excluded.state, reason = excluded.reason, mark = excluded.mark, at = excluded.at, unit = excluded.unit`.execute(
      tx,
    )
}
