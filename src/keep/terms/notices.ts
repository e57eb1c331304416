import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { TermsTables } from './tables.ts'

// What people were shown when they were asked. A text that was shown is never changed: another text is another version.

export type Notice = { notice: string; version: number; language: string; body: string }

/** Adds a text; the same text again changes nothing, another text under a known version is refused. Gives its sha256. */
export async function registerNotice(tx: Tx<TermsTables>, said: Notice, at: { actor: Actor; now: Date }): Promise<Buffer> {
  const sha256 = createHash('sha256').update(said.body, 'utf8').digest()
  const known = await findNotice(tx, said)
  if (known) {
    if (known.sha256.equals(sha256)) return sha256
    throw new AppError('conflict', `The notice "${said.notice}", version ${said.version}, has another text in this language; register a new version.`)
  }
  await tx
    .insertInto('keep.notice')
    .values({ ...said, sha256, registered_at: at.now, by_kind: at.actor.kind, by_id: at.actor.id })
    .execute()
  return sha256
}

/** The text of a notice with its hash. */
export async function findNotice(
  db: Db<TermsTables>,
  of: { notice: string; version: number; language: string },
): Promise<(Notice & { sha256: Buffer }) | undefined> {
  return db
    .selectFrom('keep.notice')
    .select(['notice', 'version', 'language', 'body', 'sha256'])
    .where('notice', '=', of.notice)
    .where('version', '=', of.version)
    .where('language', '=', of.language)
    .executeTakeFirst()
}
