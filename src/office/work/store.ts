import { type Db, sql } from '../../platform/db/index.ts'
import { type Within, workWithin } from '../within.ts'
import type { Task, WorkCase, WorkTables } from './tables.ts'

type Reader = Db<WorkTables>
export type Whose = { staff: number; whose: 'mine' | 'unassigned' | 'all' }
/** Where a task stands in its list, and a case in its own. */
export type TaskPlace = { due_at: Date | null; id: number }
export type CasePlace = { open: boolean; opened_at: Date; id: number }

const mine = (w: Whose) => (w.whose === 'all' ? sql`` : w.whose === 'mine' ? sql`and assignee = ${w.staff}` : sql`and assignee is null`)

type About = { about?: readonly number[] | undefined; limit: number; within: Within | undefined; units?: readonly number[] | undefined }

/** A condition: work of these units; without any, of all and of none. */
export const ofUnits = (units: readonly number[] | undefined) => (units === undefined ? sql`` : sql`and unit_id = any(${[...units]}::int[])`)

/** Tasks, the most urgent first, after a place. `about` limits them to a person's ids. */
export async function tasks(db: Reader, by: Whose & About & { state: 'open' | 'done'; after: TaskPlace | undefined }): Promise<Task[]> {
  const about = by.about ? sql`and customer_id = any(${[...by.about]}::bigint[])` : sql``
  const rows =
    await sql<Task>`select * from office.task where state = ${by.state} ${mine(by)} ${about} ${ofUnits(by.units)} and ${workWithin(by.within)} ${afterTask(by.after)}
    order by due_at nulls last, task_id limit ${by.limit}`.execute(db)
  return rows.rows
}

const afterTask = (at: TaskPlace | undefined) =>
  at === undefined
    ? sql``
    : at.due_at === null
      ? sql`and due_at is null and task_id > ${at.id}`
      : sql`and (due_at is null or (due_at, task_id) > (${at.due_at}, ${at.id}))`

/** Cases, the oldest open one first, then those that are not open, after a place. */
export async function cases(db: Reader, by: Whose & About & { state: 'open' | 'solved' | undefined; after: CasePlace | undefined }): Promise<WorkCase[]> {
  const about = by.about ? sql`and customer_id = any(${[...by.about]}::bigint[])` : sql``
  const state = by.state ? sql`and state = ${by.state}` : sql``
  const rows =
    await sql<WorkCase>`select * from office.work_case where true ${state} ${mine(by)} ${about} ${ofUnits(by.units)} and ${workWithin(by.within)} ${afterCase(by.after)}
    order by state = 'open' desc, opened_at, case_id limit ${by.limit}`.execute(db)
  return rows.rows
}

const afterCase = (at: CasePlace | undefined) =>
  at === undefined ? sql`` : sql`and (state <> 'open', opened_at, case_id) > (${!at.open}, ${at.opened_at}, ${at.id})`

/** Open tasks about each of several persons (all ids of one), the most urgent first, at most so many of each. */
export async function tasksAbout(db: Reader, persons: readonly (readonly number[])[], most: number): Promise<Task[][]> {
  const rows = await sql<Task & { nth: number }>`
    select p.nth, t.* from unnest(${persons.map(packed)}::text[]) with ordinality as p(members, nth)
    cross join lateral (
      select * from office.task where state = 'open' and customer_id = any(p.members::bigint[]) order by due_at nulls last, task_id limit ${most}) t
    order by p.nth, t.due_at nulls last, t.task_id`.execute(db)
  return byPerson(persons, rows.rows)
}

/** Cases about each of several persons (all ids of one), the open ones first, at most so many of each. */
export async function casesAbout(db: Reader, persons: readonly (readonly number[])[], most: number): Promise<WorkCase[][]> {
  const rows = await sql<WorkCase & { nth: number }>`
    select p.nth, c.* from unnest(${persons.map(packed)}::text[]) with ordinality as p(members, nth)
    cross join lateral (
      select * from office.work_case where customer_id = any(p.members::bigint[]) order by state = 'open' desc, opened_at, case_id limit ${most}) c
    order by p.nth, c.state = 'open' desc, c.opened_at, c.case_id`.execute(db)
  return byPerson(persons, rows.rows)
}

const packed = (ids: readonly number[]) => `{${ids.join(',')}}`

function byPerson<R extends { nth: number }>(persons: readonly unknown[], rows: readonly R[]): R[][] {
  const found = Map.groupBy(rows, (r) => r.nth)
  return persons.map((_, i) => found.get(i + 1) ?? [])
}

export async function taskById(db: Reader, id: number): Promise<Task | undefined> {
  return db.selectFrom('office.task').selectAll().where('task_id', '=', id).executeTakeFirst()
}

export async function caseById(db: Reader, id: number): Promise<WorkCase | undefined> {
  return db.selectFrom('office.work_case').selectAll().where('case_id', '=', id).executeTakeFirst()
}

/** Open tasks and cases of many persons at once, for rows of a list. Keyed by customer id as stored. */
export async function openCounts(db: Reader, ids: readonly number[], within?: Within): Promise<Map<number, { tasks: number; cases: number }>> {
  const rows = await sql<{ customer_id: number; tasks: number; cases: number }>`
    select customer_id, sum(t)::int as tasks, sum(c)::int as cases from (
      select customer_id, count(*) as t, 0 as c from office.task where state = 'open' and customer_id = any(${[...ids]}::bigint[]) and ${workWithin(within)} group by customer_id
      union all select customer_id, 0, count(*) from office.work_case where state = 'open' and customer_id = any(${[...ids]}::bigint[]) and ${workWithin(within)} group by customer_id) x
    group by customer_id`.execute(db)
  return new Map(rows.rows.map((r) => [r.customer_id, { tasks: r.tasks, cases: r.cases }]))
}
