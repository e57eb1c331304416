import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { CheckedInteraction } from '../event.ts'
import type { RecordDeps } from '../record/deps.ts'
import type { RecordTables } from '../tables.ts'

// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). Events carry ids, and the same id is stored once; the key
// lends an id to those that have none, so a repeated request finds every one of its events there.

/** Takes the key. A call of which nothing is stored does not: whoever mends it may send it under the same key. */
export type Claim = () => Promise<void>

const longestKey = 255
const dayMs = 86_400_000

/** The events with ids lent to them, and what takes the key for this body before they are stored: both throw conflict when it came with another. */
export async function underKey(
  deps: RecordDeps,
  request: IncomingMessage,
  body: Buffer,
  events: readonly CheckedInteraction[],
  at: { source: string; now: Date },
): Promise<{ events: readonly CheckedInteraction[]; claim?: Claim }> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return { events }
  if (key.length === 0 || key.length > longestKey) throw badInput(`Idempotency-Key: must have 1 to ${longestKey} characters`, 'Idempotency-Key')
  const digest = deps.keyring.digest('idempotency', `${at.source}\0${key}`)
  const hash = createHash('sha256').update(body).digest()
  const mustBeOurs = async () => {
    const known = await deps.db.selectFrom('keep.idempotency').select('body').where('digest', '=', digest).executeTakeFirst()
    if (known && !known.body.equals(hash))
      throw new AppError('conflict', 'This Idempotency-Key was used before with another body.', { place: 'Idempotency-Key' })
  }
  await mustBeOurs()
  const lent = `\0${digest.toString('base64url')}\0${hash.toString('base64url')}`
  return {
    events: events.map((event) => (event.id === undefined ? { ...event, id: `${lent}\0${event.place}` } : event)),
    claim: async () => {
      // It need not be on disk before the events are: theirs is the later commit.
      const taken = await sql`
        insert into keep.idempotency (digest, body, at)
        select ${digest}::bytea, ${hash}::bytea, ${at.now}::timestamptz from set_config('synchronous_commit', 'off', true) on conflict do nothing`.execute(
        deps.db,
      )
      if (taken.numAffectedRows !== 1n) await mustBeOurs()
    },
  }
}

/** Forgets the keys of more than a day ago; their events still are stored once. Gives how many. */
export async function sweepIdempotency(db: Db<RecordTables> | Tx<RecordTables>, now: Date): Promise<number> {
  const gone = await sql`delete from keep.idempotency where at < ${new Date(now.getTime() - dayMs)}`.execute(db)
  return Number(gone.numAffectedRows ?? 0n)
}
