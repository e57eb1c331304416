import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../platform/db/index.ts'
import { AppError, assert } from '../../platform/errors.ts'
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

/** One version of a notice as it reads in each language. */
export type NoticeVersion = { notice: string; version: number; at: Date; texts: { [language: string]: { body: string; sha256: Buffer } } }
export type Texts = { get(notice: string, version: number, language: string): { sha256: Buffer } | undefined }

/** The hashes of all that was ever shown under these codes. */
export async function textsOf(db: Db<TermsTables>, notices: readonly string[]): Promise<Texts> {
  const rows =
    notices.length === 0
      ? []
      : await db
          .selectFrom('keep.notice')
          .select(['notice', 'version', 'language', 'sha256'])
          .where('notice', 'in', [...notices])
          .execute()
  const held = new Map(rows.map((r) => [`${r.notice} ${r.version} ${r.language}`, r]))
  return { get: (notice, version, language) => held.get(`${notice} ${version} ${language}`) }
}

/** Every version of these notices, oldest first. */
export async function versionsOf(db: Db<TermsTables>, notices: readonly string[]): Promise<Map<string, NoticeVersion[]>> {
  const out = new Map<string, NoticeVersion[]>()
  if (notices.length === 0) return out
  const rows = await db
    .selectFrom('keep.notice')
    .select(['notice', 'version', 'language', 'body', 'sha256', 'registered_at'])
    .where('notice', 'in', [...notices])
    .orderBy('notice')
    .orderBy('version')
    .orderBy('language')
    .execute()
  for (const { notice, version, language, body, sha256, registered_at } of rows) {
    const versions = out.get(notice) ?? []
    out.set(notice, versions)
    const last = versions.at(-1)
    if (last?.version === version) last.texts[language] = { body, sha256 }
    else versions.push({ notice, version, at: registered_at, texts: { [language]: { body, sha256 } } })
  }
  return out
}

/** The version that people are shown now. */
export async function noticeNow(db: Db<TermsTables>, notice: string): Promise<NoticeVersion> {
  const last = (await versionsOf(db, [notice])).get(notice)?.at(-1)
  if (!last) throw new AppError('not_found', `There is no text "${notice}".`)
  return last
}

/** The version that was shown at `at`: the last one then; the first one for what was said before we kept any. */
export const versionAt = (versions: readonly NoticeVersion[], at: Date): NoticeVersion | undefined => versions.findLast((v) => v.at <= at) ?? versions[0]

/** In which language of a version somebody was asked who uses this one: theirs, else English, else any there is. */
export function languageIn(version: NoticeVersion, wanted: string | null): string {
  const short = wanted?.slice(0, 2) ?? ''
  const found = [wanted ?? '', short, 'en', ...Object.keys(version.texts)].find((language) => version.texts[language] !== undefined)
  assert(found !== undefined, 'a notice without a text')
  return found
}
