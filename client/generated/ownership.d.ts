// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Ownership = {
  /** Say who of us is responsible for a customer; null for nobody. With `was` it is refused with 412 when it is somebody else by then: `current` says who. Scope: change. */
  assignCustomer: (input: Along & { params: { customer_id: string }; body: { staff_id: string | null; was?: string | null } }) => Promise<{ owner: { id: string; name: string; role: string } | null }>
  /** Which units looked after a customer and who was responsible, and who changed it, the newest first. Scope: read. */
  listCareChanges: (input: Along & { params: { customer_id: string }; query?: { cursor?: string; limit?: number; what?: "units" | "owner" } }) => Promise<{ items: ({ what: "units" | "owner"; was: (string)[]; became: (string)[]; at: string; by: { kind: string; name: string | null } })[]; next_cursor: string | null; total?: { count: number; exact: boolean } }>
  /** The tags of the company by title, with how many customers have each. Scope: read. */
  listTags: (input?: Along & { query?: { cursor?: string; limit?: number; retired?: "true" | "false" } }) => Promise<{ items: ({ id: string; title: string; colour: "gray" | "red" | "pink" | "grape" | "violet" | "indigo" | "blue" | "cyan" | "teal" | "green" | "lime" | "yellow" | "orange"; retired: boolean; customers: number })[]; next_cursor: string | null; total?: { count: number; exact: boolean } }>
  /** Say which units look after a customer: these and no others, by their codes. Scope: change. */
  setCustomerUnits: (input: Along & { params: { customer_id: string }; body: { units: (string)[] } }) => Promise<{ units: (string)[] }>
  /** Put a tag on a customer, who sees it on their own page. Scope: change. */
  tagCustomer: (input: Along & { params: { customer_id: string; tag_id: string }; raw?: BodyInit }) => Promise<{ tags: ({ id: string; title: string; colour: "gray" | "red" | "pink" | "grape" | "violet" | "indigo" | "blue" | "cyan" | "teal" | "green" | "lime" | "yellow" | "orange"; retired: boolean })[] }>
  /** Take a tag off a customer. Scope: change. */
  untagCustomer: (input: Along & { params: { customer_id: string; tag_id: string } }) => Promise<{ tags: ({ id: string; title: string; colour: "gray" | "red" | "pink" | "grape" | "violet" | "indigo" | "blue" | "cyan" | "teal" | "green" | "lime" | "yellow" | "orange"; retired: boolean })[] }>
}
