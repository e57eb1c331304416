/** Who does something. `id` is the staff member's, the customer's or the API key's; 0 for the house itself. */
export type Actor = { kind: 'staff' | 'customer' | 'api' | 'service' | 'ai'; id: number; role: string }
