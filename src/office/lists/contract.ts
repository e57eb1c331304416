import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { instant, money } from '../../platform/http/shapes.ts'
import { column, filterLimits } from './shapes.ts'

export { addView, changeView, listViews, readView, removeView } from './views/contract.ts'

/** Those who may see names at all; an analyst never does. */
const withNames = ['customers.see'] as const
const who = { staff: withNames, key: 'read' } as const

/** A filter as the text of its JSON. */
const filterText = z.string().max(filterLimits.length)

export const listColumns = endpoint({
  method: 'GET',
  path: '/v1/customers/columns',
  who,
  summary: 'What a list of customers can show, and what it can be filtered, sorted and summed by; the fields the company declared are among them',
  output: z.object({
    items: z.array(column),
    /** When everybody had been counted; null while that is still under way, and lists by figures do not show everybody yet. */
    complete_since: instant.nullable(),
  }),
})

export const countCustomers = endpoint({
  method: 'GET',
  path: '/v1/customers/count',
  who,
  summary: 'How many customers match a filter, exact up to 10,000; with `since`, how many of them have changed since then',
  query: z.object({ filter: filterText.optional(), since: instant.optional() }),
  output: z.object({ count: z.int(), exact: z.boolean(), fresh: z.int().nullable() }),
})

const sum = z.object({
  column: z.string(),
  number: z.number().nullable(),
  money: z.array(money).nullable(),
  /** How many of them have a value. */
  filled: z.int(),
})

export const sumCustomers = endpoint({
  method: 'GET',
  path: '/v1/customers/sums',
  who,
  summary: 'The sums of columns over all customers that match a filter; of money one sum for each currency',
  query: z.object({ filter: filterText.optional(), columns: z.string().min(1).max(1000) }),
  output: z.object({
    count: z.int(),
    sums: z.array(sum),
  }),
})

export const groupCustomers = endpoint({
  method: 'GET',
  path: '/v1/customers/groups',
  who,
  summary: 'Everybody who matches a filter by the values of one column, the largest group first, each counted and summed; 200 groups at most',
  query: z.object({ filter: filterText.optional(), by: z.string().min(1).max(64), columns: z.string().max(1000).default('') }),
  output: z.object({
    groups: z.array(
      z.object({
        /** As in a row: a code, yes or no, the id of a colleague or of a tag; null: those without a value. */
        value: z.union([z.string(), z.boolean()]).nullable(),
        count: z.int(),
        sums: z.array(sum),
      }),
    ),
    /** How many further groups there are. */
    more: z.int(),
    /** Somebody may stand in several groups, as with tags. */
    several: z.boolean(),
  }),
})
