import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { isDelicate, type OwnField, ownFields, publishClosed } from '../../customers/index.ts'
import type { Trust } from '../event.ts'
import type { Attributes, RecordTables } from '../tables.ts'
import { mayBeCode, namesSomebody } from './facts.ts'

// The kinds of interactions with their declared facts, the codes that facts have taken, and the units: small, read by every
// event, so held in memory and read again every half minute (another keep may have added to them).

/** `purposes`: what records of this kind are kept for. */
export type Kind = { code: string; sensitive: boolean; attributes: Attributes; purposes: readonly string[] }
export type NewCode = { kind: string; attribute: string; value: string }

export type Registry = {
  kind(code: string): Kind | undefined
  /** Was declared once and is not to be recorded any more. */
  retired(code: string): boolean
  /** What records of these kinds may be opened for, of those kinds that are not kept for `purpose`; retired ones too. */
  closedTo(purpose: string, now: Date): Promise<ReadonlyMap<string, readonly string[]>>
  unit(code: string): number | undefined
  /** A field of the company's own, as declared. */
  field(code: string): OwnField | undefined
  /** Reads again what may have changed, and adds the kinds nobody declared while there is room for them. */
  prepare(kinds: readonly { code: string; title: string; trust: Trust }[], units: readonly string[], now: Date): Promise<void>
  /** Whether `value` is, or may become, a code of this attribute. */
  admit(kind: string, attribute: string, value: string, trust: Trust): boolean
  /** Reads everything again: call it after registering something. */
  reread(now: Date): Promise<void>
  /** Codes admitted since the last call of `keepCodes`, for the transaction that first uses them. */
  keepCodes(tx: Tx<RecordTables>, now: Date): Promise<() => void>
}

/** How many kinds appear by themselves, and how many values an open code may take. A page's public key gets half. */
const most = { kinds: { secret: 300, public: 150 }, codes: { secret: 200, public: 100 } } as const
const rereadAfterMs = 30_000
const missingAfterMs = 1000
/** Of a kind that nobody declared. */
export const undeclaredPurposes: readonly string[] = ['service', 'analysis']

export async function openRegistry(db: Db<RecordTables>, now: Date): Promise<Registry> {
  let kinds = new Map<string, Kind>()
  let gone = new Map<string, Kind>()
  let codes = new Map<string, Set<string>>()
  let units = new Map<string, number>()
  let fields = new Map<string, OwnField>()
  let unsaved: NewCode[] = []
  let readAt = 0

  async function read(at: Date) {
    readAt = at.getTime()
    const { rows } = await sql<Kind & { retired: boolean }>`
      select distinct on (code) code, sensitive, attributes, purposes, retired_at is not null as retired from keep.event_type order by code, version desc`.execute(
      db,
    )
    const held = await db.selectFrom('keep.fact_code').select(['kind', 'attribute', 'value']).execute()
    const named = await db.selectFrom('keep.unit').select(['code', 'unit_id']).execute()
    kinds = new Map(rows.filter((k) => !k.retired).map((k) => [k.code, k]))
    gone = new Map(rows.filter((k) => k.retired).map((k) => [k.code, k]))
    fields = await ownFields(db.$pickTables())
    units = new Map(named.map((u) => [u.code, u.unit_id]))
    codes = new Map()
    for (const code of [...held, ...unsaved]) setOf(code.kind, code.attribute).add(code.value)
  }

  function setOf(kind: string, attribute: string): Set<string> {
    const key = `${kind}\0${attribute}`
    const held = codes.get(key)
    if (held) return held
    const made = new Set<string>()
    codes.set(key, made)
    return made
  }

  async function addKinds(wanted: readonly { code: string; title: string; trust: Trust }[]) {
    for (const { code, title, trust } of wanted) {
      if (kinds.has(code) || gone.has(code) || namesSomebody(code) || kinds.size >= most.kinds[trust]) continue
      const shown = mayBeCode(title) ? title : code
      await sql`insert into keep.event_type (code, version, title, attributes, purposes)
        values (${code}, 1, ${JSON.stringify({ en: shown, ru: shown })}::jsonb, '{}', ${[...undeclaredPurposes]}::text[]) on conflict do nothing`.execute(db)
      kinds.set(code, { code, sensitive: false, attributes: {}, purposes: undeclaredPurposes })
    }
  }

  await read(now)
  return {
    kind: (code) => kinds.get(code),
    retired: (code) => gone.has(code),
    async closedTo(purpose, at) {
      if (at.getTime() - readAt >= rereadAfterMs) await read(at)
      return new Map([...kinds, ...gone].flatMap(([code, k]) => (k.purposes.includes(purpose) ? [] : [[code, k.purposes]])))
    },
    unit: (code) => units.get(code),
    field: (code) => fields.get(code),
    async prepare(used, namedUnits, at) {
      const unknown = used.filter((k) => !kinds.has(k.code) && !gone.has(k.code))
      const missing = unknown.length > 0 || namedUnits.some((u) => !units.has(u))
      if (at.getTime() - readAt >= (missing ? missingAfterMs : rereadAfterMs)) await read(at)
      if (unknown.length > 0) await addKinds(unknown)
    },
    admit(kind, attribute, value, trust) {
      const set = setOf(kind, attribute)
      if (set.has(value)) return true
      if (set.size >= most.codes[trust]) return false
      set.add(value)
      unsaved.push({ kind, attribute, value })
      return true
    },
    reread: read,
    async keepCodes(tx, at) {
      const mine = unsaved
      if (mine.length === 0) return () => {}
      await sql`insert into keep.fact_code (kind, attribute, value, first_seen)
        select k, a, v, ${at} from unnest(${mine.map((c) => c.kind)}::text[], ${mine.map((c) => c.attribute)}::text[], ${mine.map((c) => c.value)}::text[]) as t(k, a, v)
        order by k, a, v on conflict do nothing`.execute(tx)
      return () => {
        unsaved = unsaved.filter((c) => !mine.includes(c))
      }
    },
  }
}

export type NewKind = {
  code: string
  title: { [language: string]: string }
  /** What it tells of people; left out of a new version, it stays what was said. */
  about?: string | null | undefined
  sensitive: boolean
  attributes: Attributes
  purposes: readonly string[]
}

/** Declares a kind, or a new version of it when something differs. Gives the version. Other keeps know it within half a minute. */
export async function registerKind(tx: Tx<RecordTables>, kind: NewKind): Promise<number> {
  if (!/^[a-z0-9][a-z0-9_.-]{0,63}$/.test(kind.code) || namesSomebody(kind.code))
    throw badInput('A kind is named by a code: small Latin letters, digits, dot, dash or underscore.', 'code')
  const { rows: before } = await sql<{ about: string | null }>`
    select about from keep.event_type where code = ${kind.code} order by version desc limit 1`.execute(tx)
  const about = kind.about === undefined ? (before[0]?.about ?? null) : kind.about
  const sensitive = kind.sensitive || isDelicate(about)
  const known = await sql<{ version: number }>`
    select version from (select distinct on (code) * from keep.event_type where code = ${kind.code} order by code, version desc) last
    where title = ${JSON.stringify(kind.title)}::jsonb and sensitive = ${sensitive} and about is not distinct from ${about} and attributes = ${JSON.stringify(kind.attributes)}::jsonb
      and purposes = ${[...kind.purposes]}::text[] and retired_at is null`.execute(tx)
  if (known.rows[0]) return known.rows[0].version
  const rows = await sql<{ version: number }>`
    insert into keep.event_type (code, version, title, about, sensitive, attributes, purposes)
    select ${kind.code}, coalesce(max(version), 0) + 1, ${JSON.stringify(kind.title)}::jsonb, ${about}, ${sensitive}, ${JSON.stringify(kind.attributes)}::jsonb, ${[...kind.purposes]}::text[]
    from keep.event_type where code = ${kind.code} returning version`.execute(tx)
  await publishClosed(tx, { what: 'kind', code: kind.code, purposes: kind.purposes })
  return rows.rows[0]?.version ?? 1
}

/** Declares that a kind is not recorded any more; what was recorded stays. False when it was retired already. */
export async function retireKind(tx: Tx<RecordTables>, code: string, now: Date): Promise<boolean> {
  const last = await sql<{ retired: boolean }>`
    select retired_at is not null as retired from keep.event_type where code = ${code} order by version desc limit 1`.execute(tx)
  if (!last.rows[0]) throw new AppError('not_found', `There is no kind "${code}".`)
  if (last.rows[0].retired) return false
  await sql`update keep.event_type set retired_at = ${now} where code = ${code} and retired_at is null`.execute(tx)
  return true
}
