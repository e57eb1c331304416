import { type Db, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { seenBy, type Within } from '../within.ts'
import type { Lead, LeadTables } from './tables.ts'

type Reader = Db<LeadTables>

const isOpen = sql`state in ('new', 'working', 'qualified')`
const longAgo = 100_000_000_000_000

/** Where a lead stands in the list: who waits for an answer first, by when it is due; then the newest. Milliseconds. */
export const placeSql = sql<number>`case when answered_at is null and ${isOpen} then (extract(epoch from due_at) * 1000)::bigint
  else ${longAgo}::bigint - (extract(epoch from came_at) * 1000)::bigint end`

/** A lead of one's units, or one's own. */
const leadWithin = (within: Within | undefined): RawBuilder<unknown> => {
  const theirs = within?.work ? sql`(unit = any(${within.work.codes}::text[]) or owner = ${within.staff})` : sql`true`
  return sql`(${theirs} and ${seenBy(within, sql`customer_id`)})`
}
export const isLeadWithin = (within: Within | undefined, lead: Lead): boolean =>
  !within?.work || (lead.unit !== null && within.work.codes.includes(lead.unit)) || lead.owner === within.staff

export type View = 'open' | 'new' | 'mine' | 'unassigned' | 'late' | 'all'
export type Wanted = {
  view: View
  staff: number
  now: Date
  state?: string | undefined
  source?: string | undefined
  form?: string | undefined
  unit?: string | undefined
  owner?: number | undefined
  within: Within | undefined
}
export type LeadPlace = { place: number; customer: number }

const ofView = ({ view, staff, now }: Wanted): RawBuilder<unknown> => {
  switch (view) {
    case 'open':
      return isOpen
    case 'new':
      return sql`state = 'new'`
    case 'mine':
      return sql`${isOpen} and owner = ${staff}`
    case 'unassigned':
      return sql`${isOpen} and owner is null`
    case 'late':
      return sql`${isOpen} and answered_at is null and due_at < ${now}`
    case 'all':
      return sql`true`
  }
}

/** A page of leads in the order of their places. */
export async function leads(db: Reader, wanted: Wanted, page: { after: LeadPlace | undefined; limit: number }): Promise<Lead[]> {
  const { state, source, form, unit, owner } = wanted
  const parts: RawBuilder<unknown>[] = [ofView(wanted), leadWithin(wanted.within)]
  if (state !== undefined) parts.push(sql`state = ${state}`)
  if (source !== undefined) parts.push(sql`source = ${source}`)
  if (form !== undefined) parts.push(sql`form = ${form}`)
  if (unit !== undefined) parts.push(sql`unit = ${unit}`)
  if (owner !== undefined) parts.push(sql`owner = ${owner}`)
  if (page.after) parts.push(sql`(place, customer_id) > (${page.after.place}, ${page.after.customer})`)
  const rows = await sql<Lead>`select * from office.lead where ${sql.join(parts, sql` and `)} order by place, customer_id limit ${page.limit}`.execute(db)
  return rows.rows
}

export type Counts = { open: number; new: number; mine: number; unassigned: number; late: number }

export async function leadCounts(db: Reader, by: { staff: number; now: Date; within: Within | undefined }): Promise<Counts> {
  const rows = await sql<Counts>`
    select count(*)::int as open, count(*) filter (where state = 'new')::int as new, count(*) filter (where owner = ${by.staff})::int as mine,
      count(*) filter (where owner is null)::int as unassigned, count(*) filter (where answered_at is null and due_at < ${by.now})::int as late
    from office.lead where ${isOpen} and ${leadWithin(by.within)}`.execute(db)
  return rows.rows[0] ?? { open: 0, new: 0, mine: 0, unassigned: 0, late: 0 }
}

/** The lead that came as one of these cards of a person; the open one, else the newest. */
export async function leadOf(db: Reader, cards: readonly number[]): Promise<Lead | undefined> {
  const rows = await sql<Lead>`select * from office.lead where customer_id = any(${[...cards]}::bigint[])
    order by state in ('new', 'working', 'qualified') desc, came_at desc limit 1`.execute(db)
  return rows.rows[0]
}

export type Change = Pick<LeadTables['office.lead_change'], 'what' | 'was' | 'became'> & { reason?: string | null }
export type ChangePlace = { at: Date; id: number }

export async function changesOf(
  db: Reader,
  customer: number,
  page: { after: ChangePlace | undefined; limit: number },
): Promise<LeadTables['office.lead_change'][]> {
  const rest = page.after ? sql`and (at, change_id) < (${page.after.at}, ${page.after.id})` : sql``
  const rows = await sql<LeadTables['office.lead_change']>`select * from office.lead_change where customer_id = ${customer} ${rest}
    order by at desc, change_id desc limit ${page.limit}`.execute(db)
  return rows.rows
}

/** The lead under its lock; undefined when there is none. */
export async function lockLead(tx: Tx<LeadTables>, customer: number): Promise<Lead | undefined> {
  return (await sql<Lead>`select * from office.lead where customer_id = ${customer} for update`.execute(tx)).rows[0]
}

type Columns = Partial<Omit<Lead, 'customer_id' | 'place'>>

/** Writes what changed of a locked lead, its place in the list, and a line of its history for each. */
export async function writeLead(
  deps: { rowIds: IdBlocks },
  tx: Tx<LeadTables>,
  to: { customer: number; columns: Columns; changes: readonly Change[] },
  by: { staff: number | null; now: Date },
): Promise<Lead | undefined> {
  await tx.updateTable('office.lead').set(to.columns).where('customer_id', '=', to.customer).execute()
  await sql`update office.lead set place = ${placeSql} where customer_id = ${to.customer}`.execute(tx)
  const ids = to.changes.length > 0 ? await deps.rowIds.next(to.changes.length) : []
  for (const [i, change] of to.changes.entries())
    await tx
      .insertInto('office.lead_change')
      .values({ customer_id: to.customer, change_id: ids[i] ?? 0, at: by.now, by_staff: by.staff, ...change, reason: change.reason ?? null })
      .execute()
  return (await sql<Lead>`select * from office.lead where customer_id = ${to.customer}`.execute(tx)).rows[0]
}

export async function answerMinutes(db: Reader): Promise<number> {
  const row = await db.selectFrom('office.lead_rule').select('answer_minutes').executeTakeFirst()
  return row?.answer_minutes ?? 240
}

export async function setAnswerMinutes(db: Reader, minutes: number): Promise<void> {
  await db.updateTable('office.lead_rule').set({ answer_minutes: minutes }).execute()
}
