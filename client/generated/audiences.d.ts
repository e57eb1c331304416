// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Audiences = {
  /** What a rule can ask of the fields and kinds of events that the company declared, and whether each is kept for a purpose. Scope: read. */
  audienceConditions: (input?: Along & { query?: { purpose?: string } }) => Promise<{ fields: ({ column: string; title: { [name: string]: string } | null; type: "name" | "code" | "tags" | "units" | "staff" | "number" | "money" | "time" | "day" | "boolean" | "text"; codes: (string)[] | null; one_currency?: string; filter: ("equals" | "one_of" | "none_of" | "less" | "more" | "between" | "before" | "after" | "within_days" | "older_than_days" | "next_days" | "empty" | "not_empty" | "true" | "false" | "has_any" | "has_all" | "has_none")[]; sealed?: true; kept: boolean; kept_for: (string)[] })[]; kinds: ({ kind: string; title: { [name: string]: string }; numbers: ({ attribute: string; title: { [name: string]: string } | null })[]; kept: boolean; kept_for: (string)[] })[]; products: ({ sku: string; title: string; category: string | null })[]; categories: (string)[] }>
  /** Audiences, the newest first. Scope: read. */
  listAudiences: (input?: Along & { query?: { cursor?: string; limit?: number } }) => Promise<{ items: ({ id: string; title: string; rule: { all: unknown; any: unknown; none: unknown }; created_at: string; live: { purpose: string; since: string; complete_at: string | null; size: number; trouble: string | null; checked_at: string | null; differing: number } | null; made_by: { id: string; name: string; role: string } | null; campaigns: ({ id: string; title: string })[] })[]; next_cursor: string | null; total?: { count: number; exact: boolean } }>
  /** Who is in an audience now, by opaque ids; of one that is kept up, since when. Scope: read. */
  listMembers: (input: Along & { params: { audience_id: string }; query?: { cursor?: string; limit?: number; purpose?: string } }) => Promise<{ items: ({ customer_id: string; since: string | null })[]; next_cursor: string | null; total?: { count: number; exact: boolean } }>
  /** One audience, and how it is kept up. Scope: read. */
  readAudience: (input: Along & { params: { audience_id: string } }) => Promise<{ id: string; title: string; rule: { all: unknown; any: unknown; none: unknown }; created_at: string; live: { purpose: string; since: string; complete_at: string | null; size: number; trouble: string | null; checked_at: string | null; differing: number } | null }>
}
