import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AppError, awayError, badInput, statusOf } from '../errors.ts'
import type { Logger } from '../log.ts'

/** Problem details (RFC 9457), with `place` (where in the input) and `id` (to quote to the operator; it is in the log). */
export type Problem = { type: string; title: string; status: number; detail: string; place?: string; id: string }

const titles = {
  400: 'The request is not right',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Nothing here',
  409: 'It changed meanwhile',
  413: 'Too large',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Not available now',
} as const

/** Turns what was thrown into a problem response; a bug is logged under the id that the answer carries. */
export function problemResponse(error: unknown, log: Logger): Response {
  const id = randomBytes(6).toString('base64url')
  const away = awayError(error)
  const known = error instanceof AppError ? error : error instanceof z.ZodError ? fromZod(error) : away
  const status = known ? statusOf[known.code] : 500
  if (!known) log.error({ problem: id, err: error }, 'request failed')
  if (away) log.warn({ problem: id, err: error }, 'the database could not serve a request')
  const problem: Problem = {
    type: `https://rapport.example/problems/${known?.code ?? 'bug'}`,
    title: titles[status],
    status,
    detail: known?.message ?? 'We could not do this. Please try again; if it happens again, tell the operator the id.',
    ...(known?.place ? { place: known.place } : {}),
    id,
  }
  const headers = new Headers({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
  if (known?.retryAfterSeconds !== undefined) headers.set('retry-after', String(known.retryAfterSeconds))
  return new Response(JSON.stringify(problem), { status, headers })
}

/** The first trouble that zod found, as one sentence with its place. */
export function fromZod(error: z.ZodError, root = ''): AppError {
  const issue = error.issues[0]
  const place = issue ? placeOf(root, issue.path) : root
  const said = issue?.message ?? 'not valid'
  return badInput(place ? `${place}: ${said}` : said, place || undefined)
}

function placeOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((at, key) => (typeof key === 'number' ? `${at}[${key}]` : at ? `${at}.${String(key)}` : String(key)), root)
}

/** Input checked against its schema, or an AppError that says where it is wrong. */
export function checked<S extends z.ZodType>(schema: S, input: unknown, root = ''): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw fromZod(result.error, root)
}
