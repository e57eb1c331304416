import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AppError, awayError, badInput, statusOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { complaintOf } from './complaint.ts'

/** Problem details (RFC 9457), with `place` (where in the input) and `id` (to quote to the operator; it is in the log). */
export type Problem = { type: string; title: string; status: number; detail: string; place?: string; id: string }

const titles = {
  400: 'The request is not right',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Nothing here',
  408: 'Too slow',
  409: 'It changed meanwhile',
  412: 'Somebody was faster',
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
  else if (away) log.warn({ problem: id, err: error }, 'the database could not serve a request')
  // By its id and code: the sentence may quote what somebody typed. A flood is not worth a line each.
  else if (known.code !== 'too_many') log.info({ problem: id, code: known.code }, 'a request was refused')
  const problem: Problem = {
    ...known?.more,
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
  const { place, sentence } = complaintOf(error, root)
  return badInput(place ? `${place}: ${sentence}` : sentence, place || undefined)
}

/** Input checked against its schema, or an AppError that says where it is wrong. */
export function checked<S extends z.ZodType>(schema: S, input: unknown, root = ''): z.output<S> {
  const result = parsed(schema, input, root)
  if (result.success) return result.data
  throw fromZod(result.error, root)
}

/** A shape that holds itself goes as deep as what is sent: too deep for us is told, and is no bug. */
function parsed<S extends z.ZodType>(schema: S, input: unknown, root: string): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(input)
  } catch (error) {
    if (error instanceof RangeError) throw badInput('this is nested too deeply', root || undefined)
    throw error
  }
}
