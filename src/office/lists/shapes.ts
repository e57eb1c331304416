import { z } from 'zod'
import { day, instant, money, words } from '../../platform/http/shapes.ts'

// What lists of customers are asked in: columns, filters, orders. The browser builds its filters from these.

export const operators = [
  'equals',
  'one_of',
  'none_of',
  'less',
  'more',
  'between',
  'before',
  'after',
  'within_days',
  'older_than_days',
  'next_days',
  'empty',
  'not_empty',
  'true',
  'false',
  'has_any',
  'has_all',
  'has_none',
] as const
export type Operator = (typeof operators)[number]

/** What the values of a column are. `day`: a month and a day, as of a birthday; `staff`, `tags`: ids of them; `units`: their codes. */
export const columnTypes = ['name', 'code', 'tags', 'units', 'staff', 'number', 'money', 'time', 'day', 'boolean', 'text'] as const
export type ColumnType = (typeof columnTypes)[number]

/** A list is put into groups by what has few values. */
export const groupable = (type: ColumnType): boolean => ['code', 'staff', 'tags', 'units', 'boolean'].includes(type)

/** A day or a moment, as a filter says it; a day is one of the company's time zone. */
const when = z.union([instant, day])
const one = z.union([z.string().max(200), z.number(), z.boolean(), money])
export const filterValue = z.union([one, z.array(one).max(200)])
export type FilterValue = z.infer<typeof filterValue>

export const condition = z.object({ column: z.string().max(64), is: z.enum(operators), value: filterValue.optional() })
export type Condition = z.infer<typeof condition>

export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | Condition

export const filterLimits = { depth: 5, conditions: 50, length: 8_000, values: 200 } as const

/** All of these, any of those, not this; or one condition about one column. At most 5 deep, with 50 conditions. */
export const filter: z.ZodType<Filter, Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(filter).max(filterLimits.conditions) }),
    z.strictObject({ any: z.array(filter).max(filterLimits.conditions) }),
    z.strictObject({ not: filter }),
    condition.strict(),
  ]),
)

export const isDay = (value: unknown): value is string => day.safeParse(value).success
export const isWhen = (value: unknown): value is string => when.safeParse(value).success

/** Something a list can show, and what else may be done by it. */
export const column = z.object({
  column: z.string(),
  /** Of a field the company declared; the others are known to the screen by code. */
  title: words.nullable(),
  type: z.enum(columnTypes),
  /** The values a code may have, when there are so many only. */
  codes: z.array(z.string()).nullable(),
  /** Of money that is all in one currency: which; absent, each sum has its own. */
  one_currency: z.string().optional(),
  filter: z.array(z.enum(operators)),
  sort: z.boolean(),
  sum: z.boolean(),
  /** It is opened for the rows of a page only, each with a receipt; nothing is filtered, sorted or summed by it. */
  sealed: z.literal(true).optional(),
})
export type ListColumn = z.infer<typeof column>

/** The value of one column for one customer: an ISO time, a code, a number, money, ids; null when there is none or it is hidden. */
export const value = z.union([z.string(), z.number(), z.boolean(), money, z.array(z.string())]).nullable()
export type Value = z.infer<typeof value>

/** A part of a saved filter, order or list of columns that means nothing any more. */
export const broken = z.object({ place: z.string(), column: z.string().nullable(), sentence: z.string() })
export type Broken = z.infer<typeof broken>
