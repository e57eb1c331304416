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
  const issue = error.issues[0] && meant(error.issues[0])
  const place = issue ? placeOf(root, issue.path) : root
  const said = issue ? wordsOf(issue) : 'is not right'
  return badInput(place ? `${place}: ${said}` : said, place || undefined)
}

/** Of several shapes that something may have, what is wrong with the one that it was meant to have, where that can be told: the one whose words it has. */
function meant(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const other = ({ path }: z.core.$ZodIssue) => path.length === 0
  const missing = ({ code, path, message }: z.core.$ZodIssue) => code === 'invalid_type' && path.length === 1 && message.endsWith('received undefined')
  const [own, ...more] = issue.errors.filter((found) => found.length > 0 && !found.some((one) => other(one) || missing(one)))
  const [first] = own ?? []
  if (!first || more.length > 0) return issue
  const inner = meant(first)
  return { ...inner, path: [...issue.path, ...inner.path] }
}

/** Words of our own where the schema has none: what zod says by itself speaks of types and not of what to do. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too |Unrecognized)/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is missing' : `must be ${typeWords.get(issue.expected) ?? issue.expected}`
    case 'too_big':
      return issue.origin === 'string' ? `must have at most ${issue.maximum} characters` : `must ${holdOrBe(issue.origin)} at most ${issue.maximum}`
    case 'too_small':
      if (issue.origin !== 'string') return `must ${holdOrBe(issue.origin)} at least ${issue.minimum}`
      return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`
    case 'invalid_format':
      return formatWords.get(issue.format) ?? 'is not in the expected form'
    case 'invalid_value':
      return `must be one of: ${issue.values.join(', ')}`
    case 'unrecognized_keys':
      return `is not expected here: ${issue.keys.join(', ')}`
    default:
      return 'is not right'
  }
}

const holdOrBe = (origin: string) => (origin === 'array' || origin === 'set' || origin === 'map' ? 'hold' : 'be')

const typeWords = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
])

const formatWords = new Map([
  ['email', 'must be an e-mail address like anna@example.org'],
  ['url', 'must be a web address like https://example.org'],
  ['datetime', 'must be a time like 2026-11-21T14:05:00+03:00'],
  ['date', 'must be a date like 1984-05-31'],
])

function placeOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((at, key) => (typeof key === 'number' ? `${at}[${key}]` : at ? `${at}.${String(key)}` : String(key)), root)
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
