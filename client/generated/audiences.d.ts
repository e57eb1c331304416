// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Audiences = {
  /** Who is in an audience now, by opaque ids; of one that is kept up, since when. Scope: read. */
  listMembers: (input: Along & { params: { audience_id: string }; query?: { cursor?: string; limit?: number; purpose?: string } }) => Promise<{ items: ({ customer_id: string; since: string | null })[]; next_cursor: string | null; total?: { count: number; exact: boolean } }>
  /** One audience, and how it is kept up. Scope: read. */
  readAudience: (input: Along & { params: { audience_id: string } }) => Promise<{ id: string; title: string; rule: { all: unknown; any: unknown; none: unknown }; created_at: string; live: { purpose: string; since: string; complete_at: string | null; size: number; trouble: string | null; checked_at: string | null; differing: number } | null }>
}
