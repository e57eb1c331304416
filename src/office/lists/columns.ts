import { type RawBuilder, sql } from '../../platform/db/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { classStands } from '../insight/index.ts'
import { type Within, workWithin } from '../within.ts'
import type { ColumnType, ListColumn, Operator } from './shapes.ts'

// The columns of lists, and the SQL of each over one row `f` of office.figures. What stands in another table is joined only
// when a list asks for it.

/** What reads the ids that a filter names: of colleagues and of tags. */
export type ReadsIds = Pick<Opaque, 'read'>

/** A relation with one row a person at most, named as its key says. */
export type Join = {
  as: string
  /** For everybody. */
  all: RawBuilder<unknown>
  /** For the few people of a page: their ids. */
  some: (people: RawBuilder<unknown>) => RawBuilder<unknown>
}

export type Column = ListColumn & {
  /** Absent: this wing does not have it (the name, what is sealed). */
  sql?: RawBuilder<unknown>
  join?: Join
  /** What is written in `spent`. */
  currency?: RawBuilder<unknown>
  /** Of what a person can have several of: those who have any of these, or any at all. */
  holders?: (ids: RawBuilder<unknown> | undefined) => RawBuilder<unknown>
}

export const operatorsOf: { readonly [T in ColumnType]: readonly Operator[] } = {
  name: [],
  text: [],
  code: ['equals', 'one_of', 'none_of', 'empty', 'not_empty'],
  staff: ['equals', 'one_of', 'none_of', 'empty', 'not_empty'],
  tags: ['has_any', 'has_all', 'has_none', 'empty', 'not_empty'],
  units: ['has_any', 'has_all', 'has_none', 'empty', 'not_empty'],
  number: ['equals', 'less', 'more', 'between', 'empty', 'not_empty'],
  money: ['equals', 'less', 'more', 'between', 'empty', 'not_empty'],
  time: ['before', 'after', 'within_days', 'older_than_days', 'next_days', 'empty', 'not_empty'],
  day: ['equals', 'within_days', 'next_days', 'empty', 'not_empty'],
  boolean: ['true', 'false', 'empty', 'not_empty'],
}

/** The ids of these persons: what is said of a customer may stand with any of them. */
const idsOfPeople = (people: RawBuilder<unknown>) =>
  sql`(select customer_id from fact.derived where customer_id in (${people}) union all select customer_id from fact.derived where person <> customer_id and person in (${people}))`

const workOf = (as: string, table: 'task' | 'work_case', who: RawBuilder<unknown>) =>
  sql`(select d.person, count(*)::int as n, min(w.due_at) as due from ${sql.raw(`office.${table}`)} w join fact.derived d on d.customer_id = w.customer_id
    where w.state = 'open' and ${who} group by d.person) ${sql.raw(as)}`
const openWork = (as: string, table: 'task' | 'work_case', within?: Within): Join => ({
  as,
  all: workOf(as, table, sql`w.customer_id <> 0 and ${workWithin(within, 'w.')}`),
  some: (people) => workOf(as, table, sql`w.customer_id in ${idsOfPeople(people)} and ${workWithin(within, 'w.')}`),
})
/** Who looks after them: units and a colleague. */
const careOf = (who: RawBuilder<unknown>) => sql`(select customer_id as person, units, owner_id from fact.derived where person = customer_id ${who}) o`
const care: Join = { as: 'o', all: careOf(sql``), some: (people) => careOf(sql`and customer_id in (${people})`) }
const ofUnits = (codes: RawBuilder<unknown> | undefined) =>
  sql`(select customer_id from fact.derived where units <> '{}' ${codes === undefined ? sql`` : sql`and units && ${codes}`})`

const tagsOf = (who: RawBuilder<unknown>) =>
  sql`(select d.person, array_agg(distinct w.tag_id) as held from office.customer_tag w join fact.derived d on d.customer_id = w.customer_id ${who} group by d.person) g`
const tags: Join = { as: 'g', all: tagsOf(sql``), some: (people) => tagsOf(sql`where w.customer_id in ${idsOfPeople(people)}`) }
const tagged = (ids: RawBuilder<unknown> | undefined) =>
  sql`(select d.person from office.customer_tag w join fact.derived d on d.customer_id = w.customer_id ${ids === undefined ? sql`` : sql`where w.tag_id = any(${ids})`})`

const valueClass = (people: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select k.customer_id as person, k.class from office.value_class k where ${classStands(sql`k.customer_id`)} ${people}) v`

const classes: Join = { as: 'v', all: valueClass(sql``), some: (people) => valueClass(sql`and k.customer_id in (${people})`) }
const tasks = openWork('t', 'task')
const cases = openWork('k', 'work_case')

type Made = Partial<Pick<Column, 'codes' | 'join' | 'sum' | 'currency' | 'holders'>> & { sql?: RawBuilder<unknown>; sort?: false }

function made(column: string, type: ColumnType, more: Made = {}): Column {
  const { codes = null, sort = type !== 'tags' && type !== 'staff' && type !== 'units', sum = false, ...rest } = more
  return { column, title: null, type, codes, filter: [...operatorsOf[type]], sort, sum, ...rest }
}

const f = (column: string) => sql.raw(`f.${column}`)

/** The columns every installation has. */
export const ownColumns: readonly Column[] = [
  made('name', 'name'),
  made('kind', 'code', { sql: f('kind'), codes: ['person', 'organisation'] }),
  made('role', 'code', { sql: f('role'), codes: ['customer', 'lead', 'supplier', 'partner'] }),
  made('value_class', 'code', { sql: sql`v.class`, join: classes, codes: ['first', 'second', 'third'] }),
  made('since', 'time', { sql: f('first_at') }),
  made('last_contact', 'time', { sql: f('last_contact_at') }),
  made('last_channel', 'code', { sql: f('last_channel') }),
  made('spent', 'money', { sql: f('spent'), currency: f('currency'), sum: true }),
  made('purchases', 'number', { sql: f('purchases'), sum: true }),
  made('last_purchase', 'time', { sql: f('last_purchase_at') }),
  made('open_tasks', 'number', { sql: sql`coalesce(t.n, 0)`, join: tasks, sum: true }),
  made('next_task', 'time', { sql: sql`t.due`, join: tasks }),
  made('open_cases', 'number', { sql: sql`coalesce(k.n, 0)`, join: cases, sum: true }),
  made('owner', 'staff', { sql: sql`o.owner_id`, join: care }),
  made('units', 'units', { sql: sql`nullif(o.units, '{}')`, join: care, holders: ofUnits }),
  made('tags', 'tags', { sql: sql`g.held`, join: tags, holders: tagged }),
  made('language', 'code', { sql: f('language') }),
  made('country', 'code', { sql: f('country') }),
  made('region', 'code', { sql: f('region') }),
  made('age_band', 'code', { sql: f('age_band') }),
  made('birthday', 'day', { sql: f('birthday') }),
  made('has_email', 'boolean', { sql: f('has_email') }),
  made('has_phone', 'boolean', { sql: f('has_phone') }),
  made('created', 'time', { sql: f('created') }),
]

const typeOf = { number: 'number', money: 'money', time: 'time', boolean: 'boolean', code: 'code', text: 'text' } as const

export type DeclaredField = {
  code: string
  title: { [language: string]: string }
  type: keyof typeof typeOf
  codes: string[] | null
  currency: string | null
  category: 'profile' | 'sensitive'
}

/** The column of a field that the company declared: facts stand in the figures, text is sealed. */
export function columnOf(field: DeclaredField): Column {
  const type = typeOf[field.type]
  const one = field.currency === null ? {} : { one_currency: field.currency }
  const column = { ...made(field.code, type, { codes: field.codes }), ...one }
  if (field.type === 'text' || field.category === 'sensitive') return { ...column, title: field.title, filter: [], sort: false, sealed: true }
  const held = sql`(f.own ->> ${field.code})`
  if (field.type === 'money')
    return {
      ...column,
      title: field.title,
      sum: true,
      sql: sql`${held}::bigint`,
      currency: sql`case when ${held} is not null then ${field.currency}::text end`,
    }
  const typed = { number: sql`${held}::float8`, time: sql`${held}::timestamptz`, boolean: sql`${held}::boolean`, code: held }[field.type]
  return { ...column, title: field.title, sum: field.type === 'number', sql: typed }
}

/** What the office may be asked by, by name. `retired`: what lists were once asked by and are not any more. */
export type Columns = { byName: ReadonlyMap<string, Column>; retired: ReadonlySet<string>; elsewhere: ReadonlySet<string> }

/** Of the columns every installation has, these; their figures of work are those of whoever asks. */
export const listColumns = (names: readonly string[], within: Within | undefined): Column[] =>
  ownColumns.filter(({ column }) => names.includes(column)).map((column) => columnWithin(column, within))

/** A column that counts work, as somebody has it who works with some of it only. */
function columnWithin(column: Column, within: Within | undefined): Column {
  if (!within?.work) return column
  if (column.join === tasks) return { ...column, join: openWork('t', 'task', within) }
  return column.join === cases ? { ...column, join: openWork('k', 'work_case', within) } : column
}

export const columnsWithin = (columns: Columns, within: Within | undefined): Columns =>
  within?.work ? { ...columns, byName: new Map([...columns.byName].map(([name, column]) => [name, columnWithin(column, within)])) } : columns
