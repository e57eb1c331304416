// Two kinds of trouble meet here: an AppError is for a person and says what to do; a failed assertion is a bug.
// A refusal is neither: it is a value with reasons, kept by whoever decided it.

export type ErrorCode =
  | 'bad_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'too_slow'
  | 'too_large'
  | 'too_many'
  | 'unavailable'

export const statusOf = {
  bad_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_slow: 408,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>

/** One clear sentence for a person, with the place in the input it speaks of ("batch[3].timestamp", "line 17"). */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly place: string | undefined
  readonly retryAfterSeconds: number | undefined
  /** What the problem says besides, by the name of each member (RFC 9457, section 3.2). */
  readonly more: { readonly [member: string]: unknown }

  constructor(code: ErrorCode, sentence: string, at?: { place?: string | undefined; retryAfterSeconds?: number; more?: { [member: string]: unknown } }) {
    super(sentence)
    this.name = 'AppError'
    this.code = code
    this.place = at?.place
    this.retryAfterSeconds = at?.retryAfterSeconds
    this.more = at?.more ?? {}
  }
}

export function badInput(sentence: string, place?: string): AppError {
  return new AppError('bad_input', sentence, { place })
}

/** SQLSTATE classes of a server that cannot now, not of a statement that is wrong (PostgreSQL documentation, appendix A). */
const serverCannot = /^(08|53|57P|58)/
const nobodyAnswers = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
const connectionLost = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * A database that went away, is starting or has no room is no bug: it passes, and whoever asked may ask again. Gives what to
 * tell them; undefined when the error says something else.
 */
export function awayError(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'
  if (!serverCannot.test(code) && !nobodyAnswers.has(code) && !noSocket && !connectionLost.test(error.message)) return undefined
  if (code === '53100')
    return new AppError('unavailable', 'The disk of the database is full, so nothing can be written now. What was acknowledged is safe.', {
      retryAfterSeconds: 30,
    })
  return new AppError('unavailable', 'The database is starting or was stopped. Please try again in a moment.', { retryAfterSeconds: 1 })
}

/** The same answer for what does not exist and for what is another's. */
export function notFound(): AppError {
  return new AppError('not_found', 'There is nothing here, or it is not yours to see.')
}

export class Bug extends Error {
  override name = 'Bug'
}

/** Throws a Bug: use where only a mistake of ours can make the condition false. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Bug(sentence)
}

/** For the default branch of an exhaustive match. */
export function never(value: never): never {
  throw new Bug(`a case is missing: ${JSON.stringify(value)}`)
}
