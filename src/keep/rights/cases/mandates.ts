import type { Selectable } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import type { RightsTables } from '../tables.ts'
import { proofsShown, provenBy } from './proofs.ts'
import type { MandateView, Power, Road } from './shapes.ts'
import { wordsOpener, wordsSealer } from './words.ts'

// Who may ask for somebody else: with what powers, until when, and what shows it.

export type MandateRow = Selectable<RightsTables['keep.mandate']>
export type NewMandate = {
  holder: string
  powers: readonly Power[]
  until: Date
  road: Road
  evidence: string | null
  file: number | null
  proof: number | null
}

/** Nobody has more that hold at once, and none for longer. */
const mostHeld = 10
const mostYears = 3

/** Throws for one that is not theirs (not_found), is over, or does not give this right (conflict). */
export async function mustHold(
  tx: Tx<UsedTables>,
  members: readonly number[],
  { mandate, right, now }: { mandate: number; right: Power; now: Date },
): Promise<void> {
  const row = await ownMandate(tx.$pickTables(), members, mandate)
  if (!row) throw notFound()
  if (!holds(row, now)) throw new AppError('conflict', 'This mandate is over. Ask for a new one.')
  if (!row.powers.includes(right)) throw new AppError('conflict', 'This mandate does not give that right.')
}

const holds = (row: MandateRow, now: Date) => row.ended_at === null && row.since <= now && row.until > now

export const ownMandate = (db: Db<RightsTables>, members: readonly number[], id: number): Promise<MandateRow | undefined> =>
  db
    .selectFrom('keep.mandate')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('mandate_id', '=', id)
    .executeTakeFirst()

/** The newest first. There are few: a new one waits until others are over. */
export const mandatesOf = (db: Db<RightsTables>, members: readonly number[], page: { below: number | undefined; limit: number }): Promise<MandateRow[]> =>
  db
    .selectFrom('keep.mandate')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('mandate_id', '<', page.below ?? Number.MAX_SAFE_INTEGER)
    .orderBy('mandate_id', 'desc')
    .limit(page.limit)
    .execute()

/** Where the person is held still. */
export async function giveMandate(
  deps: RightsDeps,
  tx: Tx<UsedTables>,
  of: { person: number; members: readonly number[] },
  said: NewMandate,
  by: { actor: Actor; now: Date },
): Promise<number> {
  const last = new Date(by.now)
  last.setUTCFullYear(last.getUTCFullYear() + mostYears)
  if (said.until <= by.now || said.until > last) throw badInput(`until: must be a day from tomorrow to ${mostYears} years from now`, 'until')
  const held = (await mandatesOf(tx.$pickTables(), of.members, { below: undefined, limit: 1000 })).filter((row) => holds(row, by.now))
  if (held.length >= mostHeld) throw new AppError('conflict', `${mostHeld} mandates hold already. End one first.`)
  const [mandate_id, seal] = [await deps.rowIds.one(), await wordsSealer(deps.keyring, of.person)]
  const holder = seal({ id: mandate_id, part: 'holder' }, said.holder)
  if (holder === null) throw badInput('holder: say who it is', 'holder')
  await tx
    .insertInto('keep.mandate')
    .values({
      customer_id: of.person,
      mandate_id,
      holder,
      powers: [...new Set(said.powers)],
      since: by.now,
      until: said.until,
      road: said.road,
      evidence: seal({ id: mandate_id, part: 'evidence' }, said.evidence),
      file_id: said.file,
      by_kind: by.actor.kind,
      by_id: by.actor.kind === 'customer' ? 0 : by.actor.id,
      by_role: by.actor.role,
      ended_at: null,
      ended_kind: null,
    })
    .execute()
  await provenBy(deps, tx, { person: of.person, proof: said.proof }, { kind: 'mandate', ref: String(mandate_id) })
  return mandate_id
}

/** Ended already, it is. */
export async function endMandate(tx: Tx<UsedTables>, row: MandateRow, by: { actor: Actor; now: Date }): Promise<void> {
  await tx
    .updateTable('keep.mandate')
    .set({ ended_at: by.now, ended_kind: by.actor.kind })
    .where('customer_id', '=', row.customer_id)
    .where('mandate_id', '=', row.mandate_id)
    .where('ended_at', 'is', null)
    .execute()
}

/** As they are shown to whoever may read them. */
export async function mandatesShown(deps: Pick<RightsDeps, 'db' | 'ids' | 'keyring'>, rows: readonly MandateRow[], now: Date): Promise<MandateView[]> {
  const customers = rows.map((row) => row.customer_id)
  const [open, proofs] = await Promise.all([wordsOpener(deps.keyring, customers), proofsShown(deps, customers)])
  return rows.map((row) => {
    const at = { customer: row.customer_id, id: row.mandate_id }
    return {
      id: deps.ids.show('mandate', row.mandate_id),
      holder: open({ ...at, part: 'holder' }, row.holder) ?? '',
      powers: row.powers,
      since: row.since.toISOString(),
      until: row.until.toISOString(),
      road: row.road,
      evidence: open({ ...at, part: 'evidence' }, row.evidence),
      ended_at: row.ended_at?.toISOString() ?? null,
      holds: holds(row, now),
      entered_by: row.by_kind === 'customer' ? null : row.by_role,
      proofs: proofs({ kind: 'mandate', ref: String(row.mandate_id) }),
    }
  })
}
