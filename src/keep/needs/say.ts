import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import { careOf, contentPlace } from '../customers/index.ts'
import { topicsNow } from '../terms/index.ts'
import { dayIn, endOf } from './day.ts'
import { putFact } from './facts.ts'
import { byLot, evidencePlace, needPlace, type Sealing, sealer } from './sealed.ts'
import { daysAtMost, type heardBy, type NeedKind, openAtMost, saidADayAtMost, usualDays, worryDays } from './shapes.ts'
import type { UsedTables } from './tables.ts'
import { tellOffice, tellStaff } from './tell.ts'

export type Company = { time_zone: string; currency: string }
export type Budget = { minor: number; currency: string }
/** What is said: words, and what makes them easier to answer. `until`: the last day of use. */
export type Wish = { words: string; topic: string | null; budget: Budget | null; until: string | null }

export type Saying = Wish & {
  /** All ids of the person; the need stands with `customer`. */
  members: readonly number[]
  customer: number
  kind: NeedKind
  unnamed: boolean
  road: 'portal' | (typeof heardBy)[number]
  evidence: string | null
  by: Actor
  company: Company
  now: Date
}

/**
 * Keeps a need, want or worry, by whichever road it came; gives its number. A worry becomes a promise of the company's in the same
 * commit. Throws bad_input for what cannot be, too_many past what one person may have open.
 */
export async function sayNeed(deps: Sealing, tx: Tx<UsedTables>, said: Saying): Promise<number> {
  if (said.unnamed && said.kind === 'worry') throw badInput('A worry is told with your name: somebody is to be responsible for it.', 'anonymous')
  const { expires_at } = await checkedWish(tx, said, said)
  await mustHaveRoom(tx, said)
  const place = { customer_id: said.customer, need_id: byLot() }
  const seal = await sealer(deps, said.customer)
  const row = {
    ...place,
    kind: said.kind,
    unnamed: said.unnamed,
    named_at: null,
    topic: said.topic,
    budget: said.budget?.minor ?? null,
    currency: said.budget?.currency ?? null,
    until: said.until,
    sealed: seal(needPlace(place), said.words),
    road: said.road,
    evidence: said.evidence === null ? null : seal(evidencePlace(place), said.evidence),
    state: 'open' as const,
    said_at: said.now,
    moved_at: said.now,
    expires_at,
    by_kind: said.by.kind,
    by_id: said.by.id,
    by_role: said.by.role,
  }
  await tx.insertInto('keep.need').values(row).execute()
  await putFact(tx, row, said.now)
  if (said.kind === 'worry') await promise(tx, said, { ...place, words: said.words, seal })
  else await tellOffice(tx, {})
  await tellStaff(tx, {
    kind: said.kind === 'worry' ? 'worry_new' : 'need_new',
    need: place.need_id,
    customer: said.customer,
    unnamed: said.unnamed,
    by: said.by,
  })
  return place.need_id
}

/** Throws bad_input with the place of what is wrong; gives when it ends. */
export async function checkedWish(tx: Tx<UsedTables>, wish: Wish, { company, now }: { company: Company; now: Date }): Promise<{ expires_at: Date }> {
  const { topic, budget, until } = wish
  if (wish.words.trim() === '') throw badInput('Say it in a few words.', 'words')
  if (topic !== null && !(await topicsNow(tx.$pickTables())).has(topic)) throw badInput('There is no such topic.', 'topic')
  if (budget !== null && budget.currency !== company.currency) throw badInput(`Say the budget in ${company.currency}.`, 'budget')
  if (until === null) return { expires_at: endOf(dayIn(now, company.time_zone, usualDays), company.time_zone) }
  if (until < dayIn(now, company.time_zone)) throw badInput('This day is over.', 'until')
  if (until > dayIn(now, company.time_zone, daysAtMost)) throw badInput('This is more than a year away.', 'until')
  return { expires_at: endOf(until, company.time_zone) }
}

/** Holds the person's row, so that two at once are counted one after the other. */
async function mustHaveRoom(tx: Tx<UsedTables>, { members, now }: Saying): Promise<void> {
  const ids = sql`${[...members]}::bigint[]`
  await sql`select from keep.customer where customer_id = any(${ids}) order by customer_id for no key update`.execute(tx)
  const { rows } = await sql<{ open: number; today: number }>`
    select count(*) filter (where state = 'open' and expires_at > ${now})::int as open, count(*) filter (where said_at > ${now}::timestamptz - interval '1 day')::int as today
    from keep.need where customer_id = any(${ids})`.execute(tx)
  const { open = 0, today = 0 } = rows[0] ?? {}
  if (open >= openAtMost) throw new AppError('too_many', `There are ${openAtMost} of these open, which is the most. Close one that is over.`)
  if (today >= saidADayAtMost) throw new AppError('too_many', `${saidADayAtMost} of these were said within a day, which is the most. Please go on tomorrow.`)
}

const longestTask = 480
type Worry = { customer_id: number; need_id: number; words: string; seal(place: string, words: string): Buffer }

/** Whoever is responsible for the customer has promised to look into it; the task bears the number of the worry. */
async function promise(tx: Tx<UsedTables>, { now, company }: Saying, { customer_id, need_id, words, seal }: Worry): Promise<void> {
  const whole = [...words]
  const text = whole.length > longestTask ? `${whole.slice(0, longestTask).join('')}…` : words
  const sealed = seal(contentPlace(customer_id, 'task', need_id), JSON.stringify({ text }))
  await sql`insert into keep.content (customer_id, kind, id, category, sealed) values (${customer_id}, 'task', ${need_id}, 'content', ${sealed})`.execute(tx)
  const care = (await careOf(tx.$pickTables(), [customer_id])).get(customer_id)
  const [code, ...others] = care?.units ?? []
  // Of several units none is chosen: people do that.
  const unit =
    code !== undefined && others.length === 0 ? await tx.selectFrom('keep.unit').select('unit_id').where('code', '=', code).executeTakeFirst() : undefined
  const due = endOf(dayIn(now, company.time_zone, worryDays), company.time_zone)
  await tellOffice(tx, {
    worry: {
      customer: customer_id,
      task: need_id,
      due_at: new Date(due.getTime() - 1000).toISOString(),
      owner: care?.owner ?? null,
      unit: unit?.unit_id ?? null,
    },
  })
}
