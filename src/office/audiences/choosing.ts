import { type Db, plannedForValues, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import type { Asking } from './asking.ts'
import { checkRule } from './check.ts'
import { lackingOf, restingOn } from './compile/doubt.ts'
import { inStore, type Sql, type Whom } from './compile/engines.ts'
import { questionOf } from './compile/question.ts'
import { nextDayOf, turningOf } from './compile/turning.ts'
import { doubts, type Rule } from './rule.ts'

// Who is chosen, asked of the store: the customers of an event, or page by page.

/** Of these customers (any of their cards), the persons whom the rule chooses. */
export async function chosenAmong<T>(db: Db<T>, rule: Rule, asking: Asking, customers: readonly number[]): Promise<Set<number>> {
  if (customers.length === 0) return new Set()
  return new Set(await chosen(db, rule, asking, { customers }))
}

/**
 * When the rule's answer about each of these customers (any of their cards) may change though nothing happens, by person; of whom nothing is said it does
 * not. Never later than it does; at that moment the rule is to be asked again, and may say the same.
 */
export async function turnsAt<T>(
  db: Db<T>,
  rule: Rule,
  asking: Asking,
  customers: readonly number[],
): Promise<{ own: Map<number, Date>; all: Date | undefined }> {
  checkRule(rule, asking)
  const own = turningOf(inStore({ customers }), [{ rule, asking, key: 0 }])
  const all = nextDayOf(rule, asking)
  if (!own || customers.length === 0) return { own: new Map(), all }
  const rows = await askStore<T, { person: number; at: Date }>(db, own)
  return { own: new Map(rows.map(({ person, at }) => [person, at])), all }
}

const leastSpan = 2_000
const mostSpan = 200_000

/** The persons the rule chooses, in the order of their ids, so many at most: `after` is the last of the page before. Empty: there are no more. */
export async function membersOf<T>(db: Db<T>, rule: Rule, asking: Asking, page: Page): Promise<number[]> {
  checkRule(rule, asking)
  return inPages(db, page, (whom) => chosen(db, rule, asking, whom))
}

type Page = { after: number; limit: number }

async function inPages<T, R>(db: Db<T>, page: Page, ask: (whom: Whom) => Promise<R[]>): Promise<R[]> {
  const found: R[] = []
  let above = page.after
  for (let span = Math.max(leastSpan, page.limit * 2); ; span = Math.min(span * 4, mostSpan)) {
    const upTo = await endOf(db, above, span)
    if (upTo === undefined) return found
    found.push(...(await ask({ above, upTo })))
    if (found.length >= page.limit) return found.slice(0, page.limit)
    above = upTo
  }
}

export type Doubtful = {
  person: number
  /** Fields that the rule asks and that are not known of them. */
  not_known: string[]
  /** What contradicts something, as `field:why`, of the fields that it asks. */
  contradictory: string[]
}

/**
 * The persons whom the rule does not choose and would, or might, if what it asks of them were known and contradicted nothing; in the order of their ids, so
 * many at most: `after` is the last of the page before.
 */
export async function doubtfulOf<T>(db: Db<T>, rule: Rule, asking: Asking, page: Page): Promise<Doubtful[]> {
  checkRule(rule, asking)
  const supposing: Asking = { ...asking, forgives: doubts, supposes: true }
  return inPages(db, page, (whom) => {
    const question = questionOf(inStore(whom), [rule], asking)
    const [might, does] = [question.holds(rule, supposing), question.holds(rule, asking)]
    const lacking = lackingOf(rule, question.scope, asking).map(({ field, known }) => sql`case when not ${known} then ${field}::text end`)
    const fields = restingOn(rule, asking)
    const against = fields.length > 0 ? sql`split_part(a.code, ':', 1) in (${sql.join(fields)})` : sql`false`
    return askStore<T, Doubtful>(
      db,
      question.statement(sql`
        select w.person, array_remove(array[${sql.join([...lacking, sql`null`])}]::text[], null) as not_known,
          coalesce((select array_agg(a.code order by a.code) from fact.quality q, unnest(q.against) as a (code) where q.customer_id = w.person and ${against}), '{}') as contradictory
        from w where ${might} and not coalesce(${does}, false) order by w.person`),
    )
  })
}

/** The id of the last of so many persons above this one. */
export async function endOf<T>(db: Db<T> | Tx<T>, above: number, span: number): Promise<number | undefined> {
  const { rows } = await sql<{ last: number | null }>`
    select max(customer_id) as last from (select customer_id from fact.derived where customer_id > ${above} and person = customer_id order by customer_id limit ${span}) p`.execute(
    db,
  )
  return rows[0]?.last ?? undefined
}

async function chosen<T>(db: Db<T>, rule: Rule, asking: Asking, whom: Whom): Promise<number[]> {
  checkRule(rule, asking)
  const question = questionOf(inStore(whom), [rule], asking)
  const holds = question.holds(rule, asking)
  const rows = await askStore<T, { person: number }>(db, question.statement(sql`select w.person from w where ${holds} order by w.person`))
  return rows.map(({ person }) => person)
}

/**
 * Asks the store a statement of `questionOf` or `turningOf`. All of them begin with persons and go on by their keys; of tables that were just filled
 * PostgreSQL thinks them empty, and would read them whole for each person.
 */
export function askStore<T, R>(db: Db<T>, statement: Sql): Promise<R[]> {
  return plannedForValues(db, async (tx) => {
    await goByKeys(tx)
    return (await sql<R>`${statement}`.execute(tx)).rows
  })
}

/** The same for all that a transaction still asks. */
export async function goByKeys<T>(tx: Tx<T>): Promise<void> {
  await sql`set local enable_seqscan = off`.execute(tx)
}

/** Rules that were checked, each with what it is read by, all of one moment. */
export type AskedRule = { rule: Rule; asking: Asking }

/** Rules of one statement: what they have in common is read once. */
const rulesAtOnce = 8

/** Whom each of these rules chooses of some persons, in the order of the rules; in a transaction whose statements are planned for their values. */
export async function chosenByEach<T>(tx: Tx<T>, asked: readonly AskedRule[], whom: Whom): Promise<Set<number>[]> {
  const found = asked.map(() => new Set<number>())
  for (let from = 0; from < asked.length; from += rulesAtOnce) {
    const some = asked.slice(from, from + rulesAtOnce)
    const { rows } = await everyAnswer(some, whom).execute(tx)
    for (const { person, chosen: by } of rows) for (const i of by) found[from + i]?.add(person)
  }
  return found
}

function everyAnswer(asked: readonly AskedRule[], whom: Whom): RawBuilder<{ person: number; chosen: number[] }> {
  const [first] = asked
  assert(first, 'at least one rule')
  const audiences = new Map(asked.flatMap(({ asking }) => [...asking.audiences]))
  const question = questionOf(
    inStore(whom),
    asked.map(({ rule }) => rule),
    { ...first.asking, audiences },
  )
  const answers = asked.map(({ rule, asking }, i) => sql`case when ${question.holds(rule, asking)} then ${sql.lit(i)}::int end`)
  return sql`${question.statement(sql`select w.person, array_remove(array[${sql.join(answers)}], null) as chosen from w`)}`
}

/** The first moment after now, and up to each one's `until`, at which time alone may change a rule's answer about some persons: a statement of `key`, `person` and `at`; undefined: there are none. */
export const turnsUntil = (asked: readonly (AskedRule & { key: number; until: Date })[], whom: Whom): RawBuilder<unknown> | undefined =>
  turningOf(inStore(whom), asked)

/** When everybody's answer may change: the next day of the company, where the rule speaks of days. */
export const dayOf = ({ rule, asking }: AskedRule): Date | undefined => nextDayOf(rule, asking)
