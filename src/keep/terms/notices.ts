import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../platform/db/index.ts'
import { AppError, assert } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { TermsTables } from './tables.ts'

// What people were shown when they were asked. A text that was shown is never changed: another text is another version.

export type Notice = { notice: string; version: number; language: string; body: string /** It asks for more than the version before. */; asksMore?: boolean }

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
    .values({
      notice: said.notice,
      version: said.version,
      language: said.language,
      body: said.body,
      asks_more: said.asksMore ?? false,
      sha256,
      registered_at: at.now,
      by_kind: at.actor.kind,
      by_id: at.actor.id,
    })
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
export type NoticeVersion = {
  notice: string
  version: number
  at: Date
  /** Who wrote it. */
  by: { kind: string; id: number }
  asksMore: boolean
  texts: { [language: string]: { body: string; sha256: Buffer } }
}
export type Texts = {
  get(notice: string, version: number, language: string): { sha256: Buffer } | undefined
  /** The oldest version of a text to which a yes still counts. */
  validFrom(notice: string): number
}

/** The oldest of these versions of a text to which a yes still counts: the last that asked for more than the one before. */
export const validFrom = (versions: readonly { version: number; asksMore: boolean }[]): number =>
  Math.max(1, ...versions.filter((v) => v.asksMore).map((v) => v.version))

/** A yes to a version that is not valid any more. */
export const yesTooOld = (version: number, from: number) =>
  `That is a yes to version ${version} of the text. From version ${from} on the text asks for more, so a yes to an earlier one does not count; ask them by the new text.`

/** The hashes of all that was ever shown under these codes. */
export async function textsOf(db: Db<TermsTables>, notices: readonly string[]): Promise<Texts> {
  const rows =
    notices.length === 0
      ? []
      : await db
          .selectFrom('keep.notice')
          .select(['notice', 'version', 'language', 'sha256', 'asks_more'])
          .where('notice', 'in', [...notices])
          .execute()
  const held = new Map(rows.map((r) => [`${r.notice} ${r.version} ${r.language}`, r]))
  return {
    get: (notice, version, language) => held.get(`${notice} ${version} ${language}`),
    validFrom: (notice) => validFrom(rows.filter((r) => r.notice === notice).map((r) => ({ version: r.version, asksMore: r.asks_more }))),
  }
}

/** Every version of these notices, oldest first. */
export async function versionsOf(db: Db<TermsTables>, notices: readonly string[]): Promise<Map<string, NoticeVersion[]>> {
  const out = new Map<string, NoticeVersion[]>()
  if (notices.length === 0) return out
  const rows = await db
    .selectFrom('keep.notice')
    .select(['notice', 'version', 'language', 'body', 'sha256', 'registered_at', 'asks_more', 'by_kind', 'by_id'])
    .where('notice', 'in', [...notices])
    .orderBy('notice')
    .orderBy('version')
    .orderBy('language')
    .execute()
  for (const { notice, version, language, body, sha256, registered_at, asks_more, by_kind, by_id } of rows) {
    const versions = out.get(notice) ?? []
    out.set(notice, versions)
    const last = versions.at(-1)
    if (last?.version === version) last.texts[language] = { body, sha256 }
    else {
      const by = { kind: by_kind, id: by_id }
      versions.push({ notice, version, at: registered_at, by, asksMore: asks_more, texts: { [language]: { body, sha256 } } })
    }
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
