/**
 * Who does something. `id` is the staff member's, the customer's or the API key's; 0 for the house itself. `as`: the colleague whose
 * eyes they look through; it is they themselves who look.
 */
export type Actor = { kind: 'staff' | 'customer' | 'api' | 'service' | 'ai'; id: number; role: string; as?: { id: number; role: string } }
