// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Lists = {
  /** How many customers match a filter, exact up to 10,000; with `since`, how many of them have changed since then. Scope: read. */
  countCustomers: (input?: Along & { query?: { filter?: string; since?: string } }) => Promise<{ count: number; exact: boolean; fresh: number | null }>
  /** Everybody who matches a filter by the values of one column, the largest group first, each counted and summed; 200 groups at most. Scope: read. */
  groupCustomers: (input: Along & { query: { filter?: string; by: string; columns?: string } }) => Promise<{ groups: ({ value: string | boolean | null; count: number; sums: ({ column: string; number: number | null; money: ({ minor: number; currency: string })[] | null; filled: number })[] })[]; more: number; several: boolean }>
  /** What a list of customers can show, and what it can be filtered, sorted and summed by; the fields the company declared are among them. Scope: read. */
  listColumns: (input?: Along) => Promise<{ items: ({ column: string; title: { [name: string]: string } | null; type: "name" | "code" | "tags" | "units" | "staff" | "number" | "money" | "time" | "day" | "boolean" | "text"; codes: (string)[] | null; one_currency?: string; filter: ("equals" | "one_of" | "none_of" | "less" | "more" | "between" | "before" | "after" | "within_days" | "older_than_days" | "next_days" | "empty" | "not_empty" | "true" | "false" | "has_any" | "has_all" | "has_none")[]; sort: boolean; sum: boolean; sealed?: true })[]; complete_since: string | null }>
  /** The sums of columns over all customers that match a filter; of money one sum for each currency. Scope: read. */
  sumCustomers: (input: Along & { query: { filter?: string; columns: string } }) => Promise<{ count: number; sums: ({ column: string; number: number | null; money: ({ minor: number; currency: string })[] | null; filled: number })[] }>
}
