import { sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps } from './deps.ts'

// Guessing is slowed: after five failures each further one doubles the wait, up to a quarter of an hour; a day without one forgets.

const free = 5
const longestMs = 15 * 60_000
const forgetMs = 86_400_000

const waitMs = (failures: number) => (failures < free ? 0 : Math.min(longestMs, 1000 * 2 ** (failures - free)))

/** Refuses when too many have failed just before; the same words whether the address exists or not. */
export async function mayTry(deps: AccessDeps, kind: string, what: string, now: Date): Promise<void> {
  const row = await deps.db.selectFrom('keep.attempt').selectAll().where('digest', '=', deps.keyring.digest(`attempt:${kind}`, what)).executeTakeFirst()
  if (!row || now.getTime() - row.last_at.getTime() > forgetMs) return
  const left = row.last_at.getTime() + waitMs(row.failures) - now.getTime()
  if (left > 0) throw new AppError('too_many', `Too many attempts. Please wait ${Math.ceil(left / 1000)} seconds.`, { retryAfterSeconds: Math.ceil(left / 1000) })
}

export async function countFailure(deps: AccessDeps, kind: string, what: string, now: Date): Promise<void> {
  const digest = deps.keyring.digest(`attempt:${kind}`, what)
  const forgotten = new Date(now.getTime() - forgetMs)
  await sql`insert into keep.attempt as a (digest, failures, last_at) values (${digest}, 1, ${now})
    on conflict (digest) do update set failures = case when a.last_at < ${forgotten} then 1 else a.failures + 1 end, last_at = ${now}`.execute(deps.db)
}

export async function forgetFailures(deps: AccessDeps, kind: string, what: string): Promise<void> {
  await deps.db.deleteFrom('keep.attempt').where('digest', '=', deps.keyring.digest(`attempt:${kind}`, what)).execute()
}
