// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Files = {
  /** Delete a file. Scope: change. */
  deleteFile: (input: Along & { params: { customer_id: string; file_id: string } }) => Promise<{ done: true }>
  /** One file, as an attachment; a PDF with show=true to be looked at in a page of our own. The customer sees who opened it. Scope: read. */
  downloadFile: (input: Along & { params: { customer_id: string; file_id: string }; query?: { show?: "true" } }) => Promise<string>
  /** Files about a customer, the newest first. Scope: read. */
  listFiles: (input: Along & { params: { customer_id: string }; query?: { cursor?: string; limit?: number } }) => Promise<{ items: ({ id: string; customer_id: string; name: string; media_type: string; size: number; at: string; about: { kind: "interaction" | "case"; id: string } | null; by: { kind: string } })[]; next_cursor: string | null; total?: { count: number; exact: boolean } }>
  /** Keep a file about a customer: the raw body, at most 50 MB; it is sealed as it comes. Scope: change. */
  uploadFile: (input: Along & { params: { customer_id: string }; query: { name: string; about?: string }; raw?: BodyInit }) => Promise<{ id: string; customer_id: string; name: string; media_type: string; size: number; at: string; about: { kind: "interaction" | "case"; id: string } | null; by: { kind: string } }>
}
