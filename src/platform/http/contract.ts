import type { z } from 'zod'

// An endpoint is declared before it is written. Contracts are plain data: the server mounts them, OpenAPI is printed from
// them, the browser imports them (nothing of Node here).

/** Who may call: anyone; a signed-in member of staff in one of the roles; a signed-in customer; an API key with the scope. */
export type Who = 'public' | 'customer' | { staff: 'any' | readonly string[]; key?: string } | { key: string }

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
