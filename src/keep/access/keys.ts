import { byteaArray, sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps } from './deps.ts'
import type { AccessTables } from './tables.ts'
import { digestOf, newToken } from './tokens.ts'

export type ApiKey = {
  id: number
  kind: 'write' | 'secret'
  title: string
  source: string
  scopes: readonly string[]
  purposes: readonly string[]
  unit: string | null
  hint: string
  made_at: Date
  used_at: Date | null
}

const noteMs = 60_000
const gone = () => new AppError('not_found', 'There is no such key, or it was revoked already.')

/** Makes a key; its secret is shown once and kept nowhere. A `write` key may stand in a page: it can only record. */
export async function makeApiKey(
  deps: AccessDeps,
  given: { kind: 'write' | 'secret'; title: string; source: string; scopes: readonly string[]; purposes: readonly string[]; unit?: string | null },
  by: { staff: number; now: Date },
): Promise<{ key: ApiKey; secret: string }> {
  const { token, digest } = newToken(given.kind === 'write' ? 'rwk_' : 'rsk_')
  const row: AccessTables['keep.api_key'] = {
    key_id: await deps.rowIds.one(),
    digest,
    hint: token.slice(0, 8),
    kind: given.kind,
    title: given.title,
    source: given.source,
    scopes: given.kind === 'write' ? ['record'] : [...given.scopes],
    purposes: [...given.purposes],
    unit: given.unit ?? null,
    made_by: by.staff,
    made_at: by.now,
    used_at: null,
    revoked_at: null,
  }
  await deps.db.insertInto('keep.api_key').values(row).execute()
  return { key: keyOf(row), secret: token }
}

/** Whose secret this is; undefined for one that is unknown or revoked. With `now` its use is noted, once a minute at most. */
export async function apiKeyOf(deps: Pick<AccessDeps, 'db'>, secret: string, now?: Date): Promise<ApiKey | undefined> {
  return (await apiKeysOf(deps, [secret], now))[0]
}

/** The same for many, in their order. */
export async function apiKeysOf(deps: Pick<AccessDeps, 'db'>, secrets: readonly string[], now?: Date): Promise<(ApiKey | undefined)[]> {
  const digests = secrets.map(digestOf)
  const found = await sql<AccessTables['keep.api_key']>`
    select * from keep.api_key where digest = any(${byteaArray([...new Map(digests.map((d) => [d.toString('hex'), d])).values()])}::bytea[])`.execute(deps.db)
  const rows = found.rows.filter((row) => row.revoked_at === null || (now !== undefined && row.revoked_at > now))
  const unnoted = now === undefined ? [] : rows.filter((row) => row.used_at === null || now.getTime() - row.used_at.getTime() > noteMs)
  if (now !== undefined && unnoted.length > 0) {
    const ids = unnoted.map((row) => row.key_id)
    await deps.db.updateTable('keep.api_key').set({ used_at: now }).where('key_id', 'in', ids).execute()
  }
  const byDigest = new Map(rows.map((row) => [row.digest.toString('hex'), keyOf(row)]))
  return digests.map((digest) => byDigest.get(digest.toString('hex')))
}

/** A new secret for a program; the old one goes on working for so many hours, so that it can be changed without a gap. In one transaction. */
export async function rotateApiKey(
  deps: Omit<AccessDeps, 'db'> & { db: Tx<AccessTables> },
  id: number,
  given: { overlapHours: number; staff: number; now: Date },
): Promise<{ key: ApiKey; secret: string }> {
  const until = new Date(given.now.getTime() + given.overlapHours * 3_600_000)
  const old = await deps.db
    .updateTable('keep.api_key')
    .set({ revoked_at: until })
    .where('key_id', '=', id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!old) throw gone()
  return makeApiKey(deps, old, given)
}

/** The keys that work now, those on their way out too. */
export async function listApiKeys(deps: Pick<AccessDeps, 'db'>, page: { after: number | undefined; limit: number }, now: Date): Promise<ApiKey[]> {
  return (
    await deps.db
      .selectFrom('keep.api_key')
      .selectAll()
      .where((is) => is.or([is('revoked_at', 'is', null), is('revoked_at', '>', now)]))
      .where('key_id', '>', page.after ?? -1)
      .orderBy('key_id')
      .limit(page.limit)
      .execute()
  ).map(keyOf)
}

/** What keys are called, revoked ones too: a program is named to whoever may see what it did. */
export async function keyTitles(deps: Pick<AccessDeps, 'db'>, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await deps.db
    .selectFrom('keep.api_key')
    .select(['key_id', 'title'])
    .where('key_id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.key_id, row.title]))
}

export async function revokeApiKey(deps: Pick<AccessDeps, 'db'>, id: number, now: Date): Promise<void> {
  const done = await deps.db
    .updateTable('keep.api_key')
    .set({ revoked_at: now })
    .where('key_id', '=', id)
    .where((is) => is.or([is('revoked_at', 'is', null), is('revoked_at', '>', now)]))
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw gone()
}

function keyOf(row: AccessTables['keep.api_key']): ApiKey {
  return {
    id: row.key_id,
    kind: row.kind,
    title: row.title,
    source: row.source,
    scopes: row.scopes,
    purposes: row.purposes,
    unit: row.unit,
    hint: row.hint,
    made_at: row.made_at,
    used_at: row.used_at,
  }
}
