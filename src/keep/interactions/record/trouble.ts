import { sqlState } from '../../../platform/db/index.ts'
import { AppError, Bug } from '../../../platform/errors.ts'

// Why could a batch not be written: another keep was quicker, the database cannot now, or one of the events is at fault.

export type Trouble = 'race' | 'database' | 'event'

const race = new Set(['23505', '40001', '40P01'])
/** Classes of SQLSTATE (PostgreSQL documentation, appendix A) that speak of what was sent and not of the server. */
const ofData = new Set(['22', '23', '42'])

export function troubleOf(error: unknown): Trouble {
  if (error instanceof AppError) return 'database'
  const state = sqlState(error)
  if (state !== undefined) return race.has(state) ? 'race' : ofData.has(state.slice(0, 2)) ? 'event' : 'database'
  return error instanceof Bug || error instanceof TypeError || error instanceof RangeError ? 'event' : 'database'
}

/** What to answer when the database cannot take a batch now. The sender keeps it and comes again. */
export function unavailable(error: unknown): AppError {
  if (error instanceof AppError) return error
  const full = sqlState(error) === '53100'
  const sentence = full
    ? 'The disk of the database is full, so nothing more can be recorded. What was acknowledged is safe.'
    : 'The database cannot take this now. Please send it again.'
  return new AppError('unavailable', sentence, { retryAfterSeconds: full ? 30 : 1 })
}
