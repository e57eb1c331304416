import { hash } from 'node:crypto'
import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import type { Purpose } from '../../terms/index.ts'
import { heldStill } from '../cases/ask.ts'
import { wordsSealer } from '../cases/words.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import type { DecisionSaid } from './shapes.ts'
import type { DecisionRow } from './store.ts'

type Recording = { person: number; said: DecisionSaid; purpose: Purpose; context: string; decidedAt: Date }

/**
 * Adds a decision; one that was recorded under this number before is given as it stands. Throws not_found for whoever is erased, and conflict where
 * it rests on a guess that the customer calls wrong.
 */
export async function addDecision(
  deps: RightsDeps,
  { person, said, purpose, context, decidedAt }: Recording,
  by: { actor: Actor; now: Date },
): Promise<DecisionRow> {
  const digest = hash('sha256', `${by.actor.kind}\0${by.actor.id}\0${said.number}`, 'buffer')
  const [decision_id, seal] = [await deps.rowIds.one(), await wordsSealer(deps.keyring, person)]
  return inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, person)
    const before = await tx.selectFrom('keep.decision').selectAll().where('customer_id', 'in', members).where('digest', '=', digest).executeTakeFirst()
    if (before) return before
    if (await isContested(tx, members, said.data))
      throw new AppError('conflict', 'The customer calls this guess wrong: until somebody has answered, it decides nothing.')
    const words = seal({ id: decision_id, part: 'decision' }, { what: said.what, reasons: said.reasons, method: said.method })
    if (words === null) throw notFound()
    return tx
      .insertInto('keep.decision')
      .values({
        customer_id: person,
        decision_id,
        digest,
        purpose: purpose.purpose,
        purpose_version: purpose.version,
        context,
        kind: said.kind,
        outcome: said.outcome,
        made_by: said.made_by,
        data: sql`${JSON.stringify(said.data)}::jsonb`,
        said: words,
        decided_at: decidedAt,
        at: by.now,
        by_kind: by.actor.kind,
        by_id: by.actor.id,
        by_role: by.actor.role,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

/** Whether any of the guesses it used is called wrong; asked in the transaction that writes: what is called wrong before it decides nothing. */
async function isContested(tx: Tx<UsedTables>, members: readonly number[], data: DecisionSaid['data']): Promise<boolean> {
  const used = data.flatMap(({ kind, name }) => (kind === 'guess' ? [name] : []))
  if (used.length === 0) return false
  const row = await tx
    .selectFrom('fact.contest')
    .select('about')
    .where('customer_id', 'in', [...members])
    .where('about', 'in', used)
    .executeTakeFirst()
  return row !== undefined
}
