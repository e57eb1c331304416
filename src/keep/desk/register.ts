import type { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { staffNames } from '../access/index.ts'
import { type OwnField, ownFields } from '../customers/index.ts'
import { isRecipientMark, recipientsOfFiles } from '../exports/index.ts'
import { legalBasisIri, type Purpose, purposesNow } from '../terms/index.ts'
import type { activity, Recipient, register } from './contract.ts'
import type { DeskDeps, DeskTables } from './deps.ts'
import { measuresNow } from './measures.ts'

// The register of processing (GDPR article 30, 152-FZ article 22). Nobody fills it in: what is processed is what the registers permit, what
// is kept is what is annotated, who gets it is who is declared, holds a key or stands in a receipt. What changes there changes here.

type Register = z.input<typeof register>
type Activity = z.input<typeof activity>
type Column = { table: string; column: string; category: string; purposes: string[]; retention: string; erase: string; export: boolean }
type Key = { title: string; source: string; purposes: string[] }

/** The role of whoever answers for the data. */
const officer = 'privacy'
/** The role that keys act by. */
const ofKeys = 'clerk'

export async function registerNow(deps: Pick<DeskDeps, 'db' | 'keyring'>, now: Date): Promise<Register> {
  const { db } = deps
  const [company, officers, persons, purposes, own, columns, got, keys, given, told, measures] = await Promise.all([
    companyOf(db),
    officersOf(deps),
    personsHeld(db),
    purposesNow(db.$pickTables()),
    ownFields(db.$pickTables()),
    annotated(db),
    recipientsOfReceipts(db),
    readingKeys(db, now),
    filesGiven(deps),
    webhooksOf(db),
    measuresNow(db),
  ])
  const fields = [...own.values()].filter(({ retired }) => !retired)
  return {
    made_at: now.toISOString(),
    company: company ?? null,
    officers,
    persons,
    activities: [...purposes.values()].map((purpose) => activityOf(purpose, { fields, columns, got, keys, given })),
    told,
    columns,
    measures,
  }
}

type Sources = { fields: readonly OwnField[]; columns: readonly Column[]; got: readonly Got[]; keys: readonly Key[]; given: readonly Given[] }

function activityOf(p: Purpose, { fields, columns, got, keys, given }: Sources): Activity {
  const ofIt = columns.filter(({ purposes }) => purposes.includes(p.purpose) || purposes.includes('any'))
  const all = p.fields.includes('*')
  return {
    purpose: p.purpose,
    version: p.version,
    since: p.registeredAt.toISOString(),
    title: p.title,
    description: p.explanation,
    dpv: p.dpv.iri,
    legal_basis: { code: p.legalBasis, dpv: legalBasisIri[p.legalBasis][1] },
    roles: [...p.roles],
    channels: [...p.channels],
    data: p.categories.map((category) => {
      const held = ofIt.filter((column) => column.category === category)
      return {
        category,
        columns: held.length,
        retention: [...new Set(held.map(({ retention }) => retention))].sort(),
        own_fields: fields
          .filter((f) => f.category === category && f.purposes.includes(p.purpose) && (all || p.fields.includes(f.code)))
          .map(({ code, title, about }) => ({ code, title, about })),
      }
    }),
    fields: all ? [] : [...p.fields],
    recipients: [
      ...recipientsOf(p, got, keys),
      ...given.filter(({ purpose }) => purpose === p.purpose).map(({ name }) => ({ kind: 'file' as const, name, source: null, got: true })),
    ],
    retention: p.retention,
    consent_for: p.consentFor,
  }
}

function recipientsOf(p: Purpose, got: readonly Got[], keys: readonly Key[]): Recipient[] {
  const received = new Set(got.filter(({ purpose }) => purpose === p.purpose).map(({ source }) => source))
  const mine = keys.filter(({ purposes }) => (purposes.length === 0 ? p.roles.includes(ofKeys) : purposes.includes(p.purpose)))
  const declared = p.recipients.map((name) => ({ kind: 'declared' as const, name, source: null, got: false }))
  const programs = mine.map(({ title, source }) => ({ kind: 'key' as const, name: title, source, got: received.has(source) }))
  const gone = [...received].filter((source) => !mine.some((key) => key.source === source)).sort()
  return [...declared, ...programs, ...gone.map((source) => ({ kind: 'gone' as const, name: source, source, got: true }))]
}

async function companyOf(db: Db<DeskTables>): Promise<NonNullable<Register['company']> | undefined> {
  const { rows } = await sql<NonNullable<Register['company']>>`
    select name, country, postal_address, mail_from as mail from keep.company`.execute(db)
  return rows[0]
}

async function officersOf(deps: Pick<DeskDeps, 'db' | 'keyring'>): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('keep.staff')
    .select('staff_id')
    .where('role', '=', officer)
    .where('status', '=', 'active')
    .orderBy('staff_id')
    .limit(20)
    .execute()
  const names = await staffNames(
    { db: deps.db.$pickTables(), keyring: deps.keyring },
    rows.map(({ staff_id }) => staff_id),
  )
  return rows.flatMap(({ staff_id }) => names.get(staff_id) ?? [])
}

async function personsHeld(db: Db<DeskTables>): Promise<Register['persons']> {
  const rows = await db.selectFrom('keep.customer').select(['kind', 'role']).distinct().orderBy('kind', 'desc').orderBy('role').execute()
  return rows
}

async function annotated(db: Db<DeskTables>): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select table_name as "table", column_name as "column", category, purposes, retention, erase, export
    from public.annotation order by table_name, column_name`.execute(db)
  return rows
}

type Given = { purpose: string; name: string }

/** Whoever was given a file that was fetched, once for each purpose. */
async function filesGiven(deps: Pick<DeskDeps, 'db' | 'keyring'>): Promise<Given[]> {
  const { rows } = await sql<{ purpose: string; export_id: number }>`
    select purpose, export_id from keep.export where sealed_recipient is not null and downloads > 0 order by purpose, export_id`.execute(deps.db)
  const named = await recipientsOfFiles(
    deps,
    rows.map(({ export_id }) => export_id),
  )
  const given = rows.map(({ purpose, export_id }) => ({ purpose, name: named.get(export_id)?.name ?? '' }))
  return [...new Map(given.map((one) => [JSON.stringify(one), one])).values()]
}

type Got = { purpose: string; source: string }

async function recipientsOfReceipts(db: Db<DeskTables>): Promise<Got[]> {
  const { rows } = await sql<Got>`
    select distinct c.purpose, r.source from keep.receipt_codes c, unnest(c.recipients) r(source) where c.decision = 'allow'`.execute(db)
  return rows.filter(({ source }) => !isRecipientMark(source))
}

async function readingKeys(db: Db<DeskTables>, now: Date): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select title, source, purposes from keep.api_key
    where kind = 'secret' and scopes && '{read,change}' and (revoked_at is null or revoked_at > ${now}) order by title, key_id`.execute(db)
  return rows
}

async function webhooksOf(db: Db<DeskTables>): Promise<Register['told']> {
  const { rows } = await sql<{ title: string; url: string; kinds: string[]; on: boolean }>`
    select title, url, kinds, state = 'on' as "on" from office.webhook order by title, webhook_id`.execute(db)
  return rows.map(({ url, ...rest }) => ({ ...rest, host: URL.parse(url)?.host ?? '' }))
}
