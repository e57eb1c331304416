import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { CheckedInteraction } from '../event.ts'
import type { RecordDeps } from '../record/deps.ts'
import type { Alongside } from '../record/store.ts'
import type { RecordTables } from '../tables.ts'

// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). Events carry ids, and the same id is stored once; the key
// lends an id to those that have none, so a repeated request finds every one of its events there.

const longestKey = 255
const dayMs = 86_400_000

/** The events with ids lent to them, and what to write beside them. Throws conflict when the key came with another body. */
export async function underKey(
  deps: RecordDeps,
  request: IncomingMessage,
  body: Buffer,
  events: readonly CheckedInteraction[],
  at: { source: string; now: Date },
): Promise<{ events: readonly CheckedInteraction[]; alongside?: Alongside }> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return { events }
  if (key.length === 0 || key.length > longestKey) throw badInput(`Idempotency-Key: must have 1 to ${longestKey} characters`, 'Idempotency-Key')
  const digest = deps.keyring.digest('idempotency', `${at.source}\0${key}`)
  const hash = createHash('sha256').update(body).digest()
  const known = await deps.db.selectFrom('keep.idempotency').select('body').where('digest', '=', digest).executeTakeFirst()
  if (known && !known.body.equals(hash)) throw new AppError('conflict', 'This Idempotency-Key was used before with another body.', { place: 'Idempotency-Key' })
  const lent = `\0${digest.toString('base64url')}\0${hash.toString('base64url')}`
  return {
    events: events.map((event) => (event.id === undefined ? { ...event, id: `${lent}\0${event.place}` } : event)),
    alongside: async (tx) => {
      await sql`insert into keep.idempotency (digest, body, at) values (${digest}, ${hash}, ${at.now}) on conflict do nothing`.execute(tx)
    },
  }
}

/** Forgets the keys of more than a day ago; their events still are stored once. Gives how many. */
export async function sweepIdempotency(db: Db<RecordTables> | Tx<RecordTables>, now: Date): Promise<number> {
  const gone = await sql`delete from keep.idempotency where at < ${new Date(now.getTime() - dayMs)}`.execute(db)
  return Number(gone.numAffectedRows ?? 0n)
}
