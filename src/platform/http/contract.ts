import type { z } from 'zod'
import type { Ability } from './abilities.ts'

// An endpoint is declared before it is written. Contracts are plain data: the server mounts them, OpenAPI is printed from
// them, the browser imports them (nothing of Node here).

/**
 * Who may call: anyone; a signed-in member of staff whose role has one of the abilities; a signed-in customer (`customer_or_guardian`: also
 * one who acts for a child of theirs, whom the header `x-for-child` names); an API key with the scope. `fresh`: only whoever has shown within ten minutes who they are. `enrolling`: also whoever must put a second factor on first.
 * `seeing`: also whoever looks through a colleague's eyes, who changes nothing else.
 */
export type Who =
  | 'public'
  | 'customer'
  | 'customer_or_guardian'
  | { staff: 'any' | readonly Ability[]; key?: string; fresh?: true; enrolling?: true; seeing?: true }
  | { key: string }

/** The child for whom a guardian asks, by the id that GET /v1/my/wards gives. */
export const forChildHeader = 'x-for-child'

/** Whether a contract is for a signed-in customer, whoever acts for them. */
export const isForCustomers = (who: Who): who is 'customer' | 'customer_or_guardian' => who === 'customer' || who === 'customer_or_guardian'

/** What somebody is told who asks for a child what the child alone may. */
export const childsOwn = 'This is the child’s own: no guardian sees or does it for them.'

/** Whether a contract is for staff of these abilities. */
export const mayCall = (who: Who, able: readonly Ability[]): boolean =>
  typeof who === 'object' && 'staff' in who && (who.staff === 'any' || who.staff.some((one) => able.includes(one)))

export type Endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** "/v1/customers/:id" */
  path: string
  who: Who
  summary: string
  params?: P
  query?: Q
  body?: B
  output: O
  /** Status of success, 200 when absent. */
  status?: 200 | 201 | 202 | 204
}

export type AnyEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

export function endpoint<
  O extends z.ZodType,
  P extends z.ZodType = z.ZodType<Record<string, never>>,
  Q extends z.ZodType = z.ZodType<Record<string, never>>,
  B extends z.ZodType = z.ZodType<undefined>,
>(declared: Endpoint<P, Q, B, O>): Endpoint<P, Q, B, O> {
  return declared
}
