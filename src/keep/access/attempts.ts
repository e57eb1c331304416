import { sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps } from './deps.ts'

// Guessing is slowed: after a few attempts each further one doubles the wait, up to a quarter of an hour; a day without one
// forgets. An attempt is counted before it is made and given back when it succeeds, so that a thousand at once are a thousand.

/** Attempts without a wait. Many people share a network, nobody shares an address. */
const free = { address: 5, network: 50, 'set-up': 5, 'link for': 3, 'links from': 30, 'code for': 3, 'codes from': 30, 'code of': 9, provider: 50 } as const
export type AttemptKind = keyof typeof free

const longestMs = 15 * 60_000
const forgetMs = 86_400_000

const waitMs = (kind: AttemptKind, made: number) => (made < free[kind] ? 0 : Math.min(longestMs, 1000 * 2 ** (made - free[kind])))

/** Counts an attempt, or gives the seconds until the next one is allowed; whether the address exists plays no part. */
export async function countAttempt(deps: AccessDeps, kind: AttemptKind, what: string, now: Date): Promise<number> {
  const digest = digestFor(deps, kind, what)
  const forgotten = new Date(now.getTime() - forgetMs)
  const counted = await sql`
    insert into keep.attempt as a (digest, made, last_at) values (${digest}, 1, ${now})
    on conflict (digest) do update set made = case when a.last_at < ${forgotten} then 1 else a.made + 1 end, last_at = ${now}
    where a.last_at < ${forgotten} or a.made < ${free[kind]}
      or a.last_at + least(${longestMs}, 1000 * 2.0 ^ least(a.made - ${free[kind]}, 20)) * interval '1 millisecond' <= ${now}
    returning made`.execute(deps.db)
  if (counted.rows.length > 0) return 0
  const row = await deps.db.selectFrom('keep.attempt').selectAll().where('digest', '=', digest).executeTakeFirst()
  return row ? Math.max(1, Math.ceil((row.last_at.getTime() + waitMs(kind, row.made) - now.getTime()) / 1000)) : 1
}

/** Counts an attempt, or refuses it. */
export async function mayTry(deps: AccessDeps, kind: AttemptKind, what: string, now: Date): Promise<void> {
  const seconds = await countAttempt(deps, kind, what, now)
  if (seconds > 0) throw new AppError('too_many', `Too many attempts. Please wait ${seconds} seconds.`, { retryAfterSeconds: seconds })
}

/** Takes back one attempt that turned out to be no guess. */
export async function giveBack(deps: AccessDeps, kind: AttemptKind, what: string): Promise<void> {
  await sql`update keep.attempt set made = made - 1 where digest = ${digestFor(deps, kind, what)} and made > 0`.execute(deps.db)
}

/** Forgets all attempts: this one succeeded. */
export async function forgetAttempts(deps: AccessDeps, kind: AttemptKind, what: string): Promise<void> {
  await deps.db
    .deleteFrom('keep.attempt')
    .where('digest', '=', digestFor(deps, kind, what))
    .execute()
}

const digestFor = (deps: AccessDeps, kind: AttemptKind, what: string) => deps.keyring.digest(`attempt:${kind}`, what)
