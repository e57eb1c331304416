import { type Db, sql } from '../../platform/db/index.ts'
import { AppError, Bug } from '../../platform/errors.ts'
import type { Analyst } from '../analyst/index.ts'
import { classStands } from '../insight/index.ts'
import type { Asking } from './asking.ts'
import { asksShapes, checkRule } from './check.ts'
import { askStore } from './choosing.ts'
import { asksFields, restingOn } from './compile/doubt.ts'
import { againstKey, classesKey, contradicts, type Engine, type HeldClasses, inCopy, inStore, listKey, type Sql } from './compile/engines.ts'
import { questionOf } from './compile/question.ts'
import { type Doubt, doubts, type Rule } from './rule.ts'
import { placedDeep } from './walk.ts'

// How many are chosen, asked of the copy for analysis where there is one, else of the store. All figures of a rule are one statement.

/** Where to count. Without the analyst, or while its copy is made, the store answers, slower. */
export type Counting<T> = { db: Db<T>; analyst: Analyst | undefined }

/**
 * Why somebody who would fit is not chosen: a part of the rule is kept for other purposes, they did not let this one be, what it asks of them is not known
 * (they may fit), or contradicts something and the rule leaves such people out.
 */
export type NotChosen = { reason: 'shape_not_covered' | 'leave_missing' | Doubt; count: number }

export type Counted = { count: number; not_chosen: NotChosen[] }

const limitMs = 20_000

/** How many persons the rule chooses, before pressure, and whom it would choose besides, were everything it asks kept for what it is for and let by everybody. */
export async function countAudience<T>(at: Counting<T>, rule: Rule, asking: Asking): Promise<Counted> {
  checkRule(rule, asking)
  const open = { ...asking, asksClosed: true }
  const asks = asksShapes(rule, asking)
  const forgiving = { ...asking, forgives: doubts }
  const kept = asks ? open : asking
  const ways = {
    count: asking,
    kept,
    all: asks && asking.asksLeave ? { ...open, asksLeave: false } : kept,
    sure: rule.leave_out?.includes('contradictory') ? { ...asking, forgives: ['contradictory'] as const } : asking,
    supposed: asksFields(rule, asking) ? { ...forgiving, supposes: true as const } : asking,
  }
  // What would be counted twice is counted once: each filter looks at everybody.
  const distinct = [...new Set(Object.values(ways))]
  const counted = await figures(at, rule, asking, distinct)
  const of = (way: keyof typeof ways) => counted[distinct.indexOf(ways[way])] ?? 0
  const counts: NotChosen[] = [
    { reason: 'shape_not_covered', count: of('kept') - of('count') },
    { reason: 'leave_missing', count: of('all') - of('kept') },
    { reason: 'not_known', count: of('supposed') - of('sure') },
    { reason: 'contradictory', count: of('sure') - of('count') },
  ]
  return { count: of('count'), not_chosen: counts.filter((one) => one.count > 0) }
}

/** How many the rule chooses in each of these ways, all of one moment, in one statement. */
async function figures<T>({ db, analyst }: Counting<T>, rule: Rule, asking: Asking, ways: readonly Asking[]): Promise<number[]> {
  const statementFor = (engine: Engine) => {
    const question = questionOf(engine, [rule], asking)
    const chosen = ways.map((by) => question.holds(rule, by))
    // A single one is a condition, which the engine can answer by a join.
    if (chosen.length === 1) return question.statement(sql`select count(*) as f0 from w where ${sql.join(chosen)}`)
    const selected = chosen.map((fits, i) => sql`count(*) filter (where ${fits}) as ${sql.raw(`f${i}`)}`)
    return question.statement(sql`select ${sql.join(selected)} from w`)
  }
  const rows = analyst && (await askCopy({ db, analyst }, statementFor(inCopy(await heldClasses(db, [rule], asking)))))
  if (rows) return (rows[0] ?? []).map(Number)
  const [found = {}] = await askStore<T, { [figure: string]: number }>(db, statementFor(inStore('everybody')))
  return Object.values(found).map(Number)
}

/**
 * How many persons each combination of some rules chooses: at place `n` stand those whom the rules of the bits of n choose (1 is the first, 2 the second, 4
 * the third), and no other of them does; at place 0, whom none does.
 */
export async function divideAmong<T>({ db, analyst }: Counting<T>, rules: readonly Rule[], asking: Asking): Promise<number[]> {
  for (const rule of rules) checkRule(rule, asking)
  const statementFor = (engine: Engine) => {
    const question = questionOf(engine, rules, asking)
    const bits = rules.map((rule, i) => sql`case when ${question.holds(rule, asking)} then ${sql.lit(2 ** i)} else 0 end`)
    return question.statement(sql`select g.place, count(*) as n from (select ${sql.join(bits, sql` + `)} as place from w) g group by g.place`)
  }
  const held = analyst && (await heldClasses(db, rules, asking))
  const rows =
    (analyst && held && (await askCopy({ db, analyst }, statementFor(inCopy(held))))) ??
    (await askStore<T, { place: number; n: number }>(db, statementFor(inStore('everybody')))).map(({ place, n }) => [place, n])
  const counts = new Array<number>(2 ** rules.length).fill(0)
  for (const [place, n] of rows) counts[Number(place)] = Number(n)
  return counts
}

/** Some rules as one, to find what they speak of. */
export const together = (rules: readonly Rule[]): Rule => ({ all: rules.map(({ all, any, none }) => ({ all, any, none })), any: [], none: [] })

/** The persons whom a rule chooses, as a statement about the copy that gives column `person`: to be asked as it is, or put into another one's WITH. */
export async function audienceInCopy<T>(db: Db<T>, rule: Rule, asking: Asking): Promise<Sql> {
  checkRule(rule, asking)
  const question = questionOf(inCopy(await heldClasses(db, [rule], asking)), [rule], asking)
  const holds = question.holds(rule, asking)
  return question.statement(sql`select w.person from w where ${holds}`)
}

type Cell = string | number | boolean | null

/** The rows of a statement about the copy; undefined: there is no copy now. */
export async function askCopy<T>({ db, analyst }: { db: Db<T>; analyst: Analyst }, statement: Sql): Promise<Cell[][] | undefined> {
  const { sql: text, parameters } = statement.compile(db)
  try {
    return (await analyst.ask('ask', { statement: text, values: parameters.map(cellOf), limit_ms: limitMs })).rows
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return undefined
    throw error
  }
}

/** A value as DuckDB takes it: times as it reads them, in UTC. */
function cellOf(value: unknown): Cell {
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new Bug('DuckDB is given single values only')
}

/** The persons of each set of classes and of each list that the rules ask for, and of each set of fields that they doubt. */
async function heldClasses<T>(db: Db<T>, rules: readonly Rule[], asking: Asking): Promise<HeldClasses> {
  const held = new Map<string, string>()
  for (const { condition } of rules.flatMap((rule) => placedDeep(rule, asking.audiences))) {
    const list = 'list' in condition ? asking.lists.get(condition.list)?.list : undefined
    if (list !== undefined && !held.has(listKey(list))) {
      const { rows } = await sql<{ persons: string | null }>`
        select string_agg(distinct d.person::text, ',') as persons from fact.people_list_member l join fact.derived d using (customer_id) where l.list_id = ${list}`.execute(
        db,
      )
      held.set(listKey(list), rows[0]?.persons ?? '')
    }
    if (!('value_class' in condition) || held.has(classesKey(condition.value_class))) continue
    const { rows } = await sql<{ persons: string | null }>`
      select string_agg(v.customer_id::text, ',') as persons from office.value_class v where ${classStands(sql`v.customer_id`)} and v.class in (${sql.join(condition.value_class)})`.execute(
      db,
    )
    held.set(classesKey(condition.value_class), rows[0]?.persons ?? '')
  }
  for (const doubting of [...rules, ...[...asking.audiences.values()].map((named) => named.rule)]) {
    const fields = restingOn(doubting, asking)
    if (!doubting.leave_out?.includes('contradictory') || fields.length === 0 || held.has(againstKey(fields))) continue
    const { rows } = await sql<{
      persons: string | null
    }>`select string_agg(q.customer_id::text, ',') as persons from fact.quality q where ${contradicts(fields)}`.execute(db)
    held.set(againstKey(fields), rows[0]?.persons ?? '')
  }
  return held
}
