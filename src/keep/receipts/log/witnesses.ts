import { type Db, sql } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { sameBytes, toHex, toUtf8 } from '../verify/bytes.ts'
import { cosignatureType, timeOfCosignature } from '../verify/cosignature.ts'
import { readCheckpoint, readKey, readNote, readVerifier, showSignature, type Verifier } from '../verify/note.ts'
import type { LogTables } from './tables.ts'

// Who watches the log from outside: each follows it by itself and posts its signature under each state that continues the last one it saw. The more
// of them and the less they have to do with us, the less can two customers be shown two histories.

/** There are at most so many; each adds a line to every checkpoint. */
export const mostWitnesses = 16
/** Clocks may differ by so much. */
const aheadS = 300

export type Witness = { witness: string; name: string; key: string; since: Date; last: { size: number; at: Date } | null }

/** Registered witnesses, with the newest state each of them signed. */
export async function witnessesOf(db: Db<LogTables>): Promise<Witness[]> {
  const { rows } = await sql<{ witness: string; name: string; key: string; since: Date; size: number | null; at: Date | null }>`
    select w.witness, w.name, w.key, w.since, l.size, l.at from keep.witness w
    left join lateral (select size, at from keep.cosignature c where c.witness = w.witness order by size desc limit 1) l on true
    where w.retired_at is null order by w.since, w.witness`.execute(db)
  return rows.map(({ size, at, ...witness }) => ({ ...witness, last: size === null || at === null ? null : { size, at } }))
}

/** Registers a witness by its printed key; one that was removed comes back. Gives its id. Whoever calls does so one at a time. */
export async function addWitness(db: Db<LogTables>, o: { key: string; now: Date }): Promise<{ witness: string; name: string }> {
  const verifier = readKey(o.key)
  if (verifier?.type !== cosignatureType)
    throw badInput('This is no key of a witness: it looks like name+8 signs+base 64, of the type for cosignatures (4).', 'key')
  const witness = toHex(verifier.keyId)
  const there = await db
    .selectFrom('keep.witness')
    .select(['witness', 'key', 'retired_at'])
    .where((e) => e.or([e('retired_at', 'is', null), e('witness', '=', witness)]))
    .execute()
  const same = there.find((w) => w.witness === witness)
  if (same && (same.key !== o.key || same.retired_at === null)) throw new AppError('conflict', 'This witness is registered already.', { place: 'key' })
  if (there.filter((w) => w.retired_at === null).length >= mostWitnesses) throw badInput(`There are ${mostWitnesses} witnesses, which is the most.`, 'key')
  if (same) await db.updateTable('keep.witness').set({ retired_at: null }).where('witness', '=', witness).execute()
  else await db.insertInto('keep.witness').values({ witness, name: verifier.name, key: o.key, since: o.now, retired_at: null }).execute()
  return { witness, name: verifier.name }
}

/** Removes a witness: what it signed stays, and is served no more. */
export async function removeWitness(db: Db<LogTables>, o: { witness: string; now: Date }): Promise<{ name: string }> {
  const removed = await db
    .updateTable('keep.witness')
    .set({ retired_at: o.now })
    .where('witness', '=', o.witness)
    .where('retired_at', 'is', null)
    .returning('name')
    .executeTakeFirst()
  if (!removed) throw notFound()
  return removed
}

/**
 * Takes the line of a witness under one of our checkpoints; given again it changes nothing. Refuses a checkpoint that is not ours (which is what a witness
 * sees when it was shown another log), a signature by nobody we know, and one that is wrong.
 */
export async function takeCosignature(db: Db<LogTables>, o: { note: string; now: Date }): Promise<string> {
  const note = readNote(o.note)
  const said = note && readCheckpoint(note.text)
  if (!note || !said) throw badInput('This is no checkpoint with signatures (C2SP tlog-checkpoint).', 'body')
  const ours = await db.selectFrom('keep.checkpoint').select('note').where('size', '=', said.size).executeTakeFirst()
  if (!ours) throw notFound()
  if (readNote(ours.note)?.text !== note.text)
    throw new AppError('conflict', 'The log was never in this state: whoever showed it to you showed another log.', { place: 'body' })
  const [found] = (await registered(db)).flatMap((key) =>
    note.signatures.filter((s) => s.name === key.name && sameBytes(s.keyId, key.keyId)).map((s) => ({ key, s })),
  )
  if (!found) throw new AppError('forbidden', 'None of the signatures is by a witness that is registered here.', { place: 'body' })
  const seconds = timeOfCosignature(found.s.signature)
  if (seconds === undefined || !found.key.verify(found.s.signature, toUtf8(note.text)))
    throw new AppError('forbidden', 'The signature of the witness is wrong.', { place: 'body' })
  if (seconds * 1000 > o.now.getTime() + aheadS * 1000) throw badInput('The signature is of a time that has not come yet.', 'body')
  const line = showSignature(found.s)
  await db
    .insertInto('keep.cosignature')
    .values({ size: said.size, witness: toHex(found.key.keyId), at: new Date(seconds * 1000), line })
    .onConflict((c) => c.columns(['size', 'witness']).doNothing())
    .execute()
  return line
}

async function registered(db: Db<LogTables>): Promise<Verifier[]> {
  const rows = await db.selectFrom('keep.witness').select('key').where('retired_at', 'is', null).execute()
  return rows.map(({ key }) => readVerifier(key)).filter((verifier) => verifier !== undefined)
}
