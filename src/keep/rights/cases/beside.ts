import type { Selectable } from 'kysely'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import type { RightsDeps } from '../deps.ts'
import type { RightsTables } from '../tables.ts'
import { type Asking, heldStill, mustBeThere } from './ask.ts'
import type { About, Beside } from './shapes.ts'
import { wordsOpener, wordsSealer } from './words.ts'

// Words that stand beside what is held: of what was called wrong, whatever came of it, and notes to be read with it.

type Row = Selectable<RightsTables['keep.contest']>

const mostNotes = 50

/** What somebody wants to be read with a datum. Nobody answers it. */
export async function noteBeside(deps: RightsDeps, { person, about, words }: { person: number; about: About; words: string }, by: Asking): Promise<void> {
  const { kind } = about
  if (kind === 'purpose' || kind === 'decision') throw notFound()
  await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, person)
    await mustBeThere(deps, tx, members, about)
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from keep.contest where customer_id = any(${members}::bigint[]) and kind = 'note' and state = 'stands'`.execute(tx)
    if ((rows[0]?.n ?? 0) >= mostNotes) throw new AppError('too_many', `${mostNotes} notes of yours stand already. Take one back first.`)
    const [contest_id, seal] = [await deps.rowIds.one(), await wordsSealer(deps.keyring, person)]
    await tx
      .insertInto('keep.contest')
      .values({
        customer_id: person,
        contest_id,
        about_kind: kind,
        about: about.name,
        kind: 'note',
        case_id: null,
        state: 'stands',
        said: seal({ id: contest_id, part: 'contest' }, words),
        at: by.now,
        ended_at: null,
      })
      .execute()
    await receiptsOfSaying(
      tx,
      [{ customer: person, deed: 'ask_right', fields: ['note'], said: ['right', 'note', String(contest_id)], road: { kind: 'portal' } as const }],
      by.now,
    )
  })
}

/** Takes a note of theirs back; gone already, it is. */
export async function dropNote(deps: RightsDeps, { person, id }: { person: number; id: number }, now: Date): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, person)
    const gone = await sql`
      update keep.contest set state = 'ended', ended_at = ${now}
      where customer_id = any(${members}::bigint[]) and contest_id = ${id} and kind = 'note' and state = 'stands'`.execute(tx)
    if (!gone.numAffectedRows) throw notFound()
    await receiptsOfSaying(
      tx,
      [{ customer: person, deed: 'ask_right', fields: ['note'], said: ['right', 'note', 'no'], road: { kind: 'portal' } as const }],
      now,
    )
  })
}

/** What stands beside this person's data now: the newest first. What was called wrong and corrected stands no more. */
export async function standsBeside(
  deps: Pick<RightsDeps, 'db' | 'ids' | 'keyring'>,
  members: readonly number[],
  page: { below: number | undefined; limit: number },
): Promise<(Beside & { place: number })[]> {
  const { rows } = await sql<Row>`
    select * from keep.contest where customer_id = any(${[...members]}::bigint[]) and contest_id < ${page.below ?? Number.MAX_SAFE_INTEGER}
      and (state in ('open', 'refused', 'stands') or (state = 'granted' and about_kind = 'guess'))
    order by contest_id desc limit ${page.limit}`.execute(deps.db)
  const open = await wordsOpener(
    deps.keyring,
    rows.map((row) => row.customer_id),
  )
  return rows.map((row) => ({
    place: row.contest_id,
    id: deps.ids.show('contest', row.contest_id),
    about: { kind: row.about_kind, name: row.about },
    kind: row.kind,
    state: row.state,
    words: open({ customer: row.customer_id, id: row.contest_id, part: 'contest' }, row.said),
    at: row.at.toISOString(),
  }))
}
