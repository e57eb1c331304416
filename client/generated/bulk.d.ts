// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Bulk = {
  /** Bring a customer back from the trash. Scope: change. */
  restoreCustomer: (input: Along & { params: { customer_id: string }; body: Record<string, unknown> }) => Promise<{ changed: boolean }>
  /** Put a customer into the trash: hidden and written to by nobody, but not erased; can be restored. Scope: change. */
  trashCustomer: (input: Along & { params: { customer_id: string } }) => Promise<{ changed: boolean }>
}
