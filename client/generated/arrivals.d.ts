// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Arrivals = {
  /** What a good costs a customer, with the discount of a regular: for the shop’s own site, the same as in letters. Scope: read. */
  readPrice: (input: Along & { params: { sku: string }; query: { customer_id: string; purpose?: string } }) => Promise<{ price: { minor: number; currency: string }; own_price: { minor: number; currency: string } | null; discount_percent: number | null; hidden: string | null }>
}
