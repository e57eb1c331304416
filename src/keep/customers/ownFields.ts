import { amountIn, amountText, readAmount } from '../../platform/amounts.ts'
import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import { publishClosed } from './closed.ts'
import { type DataKind, isDelicate } from './shapes.ts'
import type { CustomerTables } from './tables.ts'

// Fields a company declares for itself: x_ and a code. A fact has a type and may be filtered by; text is content, sealed,
// shown, found by the search when it is marked, and never filtered by. A field that nobody declared is kept as text.

export const ownTypes = ['number', 'money', 'time', 'boolean', 'code', 'text'] as const
export type OwnType = (typeof ownTypes)[number]
type Words = { [language: string]: string }

export type NewOwnField = {
  code: string
  title: Words
  type: OwnType
  /** Of a code: the values it may have. */
  codes: readonly string[] | null
  /** Of money: the one its values are in (ISO 4217), for ever. */
  currency: string | null
  purposes: readonly string[]
  /** What it tells of people; null where nobody said, and left out it stays what was said. */
  about?: DataKind | null | undefined
  /** Of a text: whether the search finds people by it. */
  searched: boolean
}
export type OwnField = NewOwnField & { about: DataKind | null; version: number; category: OwnCategory; retired: boolean }
type OwnCategory = 'profile' | 'sensitive'

export const isOwn = (field: string) => field.startsWith('x_')

/** Whether its values stand in schema fact: text and what is delicate are sealed and nothing else. */
const isFact = ({ type, category }: { type: OwnType; category: OwnCategory }): boolean => type !== 'text' && category !== 'sensitive'

/** Of these fields, those that are sealed as delicate. */
export async function delicateAmong(db: Db<CustomerTables>, fields: readonly string[]): Promise<ReadonlySet<string>> {
  const own = fields.filter(isOwn)
  if (own.length === 0) return new Set()
  const { rows } = await sql<{ code: string }>`
    select distinct code from keep.custom_field where code = any(${own}::text[]) and category = 'sensitive'`.execute(db)
  return new Set(rows.map((row) => row.code))
}

/** Every field ever declared, as its last version says, by code. */
export async function ownFields(db: Db<CustomerTables>): Promise<Map<string, OwnField>> {
  const rows = await sql<OwnField>`
    select distinct on (code) code, version, title, type, codes, currency, purposes, about, category, searched, retired_at is not null as retired
    from keep.custom_field order by code, version desc`.execute(db)
  return new Map(rows.rows.map((f) => [f.code, f]))
}

/** Declares a field, or a new version of it. A type is for ever: what was typed stays typed. Gives the version; what says the same adds nothing. */
export async function registerOwnField(tx: Tx<CustomerTables>, { about, ...rest }: NewOwnField, now: Date): Promise<{ version: number; changed: boolean }> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.custom_field'))`.execute(tx)
  const before = (await ownFields(tx)).get(rest.code)
  const said = { ...rest, about: about === undefined ? (before?.about ?? null) : about }
  if (before && before.type !== said.type) throw badInput(`a field keeps its type, and "${said.code}" is of type ${before.type}; declare another`, 'type')
  if (before && before.currency !== said.currency)
    throw badInput(`a field keeps its currency, and "${said.code}" is in ${before.currency}; declare another`, 'currency')
  const category: OwnCategory = isDelicate(said.about) ? 'sensitive' : 'profile'
  if (before && before.category !== category)
    throw badInput(`about: whether a field is delicate stays as it is; retire "${said.code}" and declare another`, 'about')
  if (before && !before.retired && same(before, said)) return { version: before.version, changed: false }
  const version = (before?.version ?? 0) + 1
  await sql`insert into keep.custom_field (code, version, title, store, type, codes, currency, purposes, about, category, searched, registered_at)
    values (${said.code}, ${version}, ${JSON.stringify(said.title)}::jsonb, ${isFact({ type: said.type, category }) ? 'fact' : 'vault'}, ${said.type},
      ${said.codes === null ? null : [...said.codes]}::text[], ${said.currency}, ${[...said.purposes]}::text[], ${said.about}, ${category}, ${said.searched}, ${now})`.execute(
    tx,
  )
  await publishClosed(tx, { what: 'field', code: said.code, purposes: said.purposes })
  return { version, changed: true }
}

/** Offers a field no more and takes no more values for it; what is there stays, with its title. False when that was so already. */
export async function retireOwnField(tx: Tx<CustomerTables>, code: string, now: Date): Promise<boolean> {
  const field = (await ownFields(tx)).get(code)
  if (!field) throw new AppError('not_found', `There is no field "${code}".`)
  if (field.retired) return false
  await sql`update keep.custom_field set retired_at = ${now} where code = ${code} and retired_at is null`.execute(tx)
  return true
}

function same(a: OwnField, b: NewOwnField): boolean {
  const plain = (f: NewOwnField) => JSON.stringify([Object.entries(f.title).sort(), f.codes, f.purposes, f.about, f.searched])
  return plain(a) === plain(b)
}

export type Fit = { value: string } | { problem: string }

/** A value as its field keeps it, or one sentence on what it must be. An undeclared field takes any text. */
export function fitOwn(field: OwnField | undefined, value: string): Fit {
  if (!field) return { value }
  if (field.retired) return { problem: 'takes no values any more; whoever keeps the registers can bring it back' }
  const text = value.trim()
  switch (field.type) {
    case 'text':
      return { value }
    case 'number':
      return number(text)
    case 'money':
      return money(field, text)
    case 'time':
      return time(text)
    case 'boolean':
      return yesOrNo(text)
    case 'code':
      return field.codes?.includes(text) ? { value: text } : { problem: `must be one of: ${(field.codes ?? []).join(', ')}` }
  }
}

/** Whether two values of a field say the same: a list may have them from the typed facts, in another spelling. */
export function sameOwn(field: OwnField | undefined, a: string | null, b: string | null): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  if (field?.type === 'time') return Date.parse(a) === Date.parse(b)
  if (field?.type === 'money') return amountIn(a) !== undefined && amountIn(a)?.minor === amountIn(b)?.minor
  return field?.type === 'number' && Number(a) === Number(b)
}

function number(text: string): Fit {
  const plain = text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.')
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) ? { value: String(Number(plain)) } : { problem: 'must be a number like 12 or 3.5' }
}

/** As its text: whoever reads it in the history, on another day or in another system sees what money it was. */
function money({ currency }: OwnField, text: string): Fit {
  const read = readAmount(text, currency ?? '')
  return 'minor' in read ? { value: amountText(read) } : read
}

function time(text: string): Fit {
  const ms = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:?\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) return { problem: 'must be a day like 2026-11-28 or a time like 2026-11-28T12:00:00Z' }
  return { value: text.length === 10 ? text : new Date(ms).toISOString() }
}

const said: { [word: string]: string } = { true: 'true', yes: 'true', да: 'true', '1': 'true', false: 'false', no: 'false', нет: 'false', '0': 'false' }

function yesOrNo(text: string): Fit {
  const value = said[text.toLowerCase()]
  return value === undefined ? { problem: 'must be true or false' } : { value }
}

export type OwnFact = { customer: number; field: string; value: string }

/** Writes the typed values of these customers anew: what they have no more goes. */
export async function publishOwnFacts(tx: Tx<CustomerTables>, customers: readonly number[], held: readonly OwnFact[], batch: number): Promise<void> {
  const declared = new Map([...(await ownFields(tx))].filter(([, f]) => isFact(f)))
  if (declared.size === 0) return
  await sql`delete from fact.field where customer_id = any(${[...customers]}::bigint[])`.execute(tx)
  const rows = held.flatMap(({ customer, field, value }) => {
    const known = declared.get(field)
    const fit = known && fitOwn({ ...known, retired: false }, value)
    return known && fit && 'value' in fit ? [typed(customer, field, known.type, fit.value)] : []
  })
  if (rows.length === 0) return
  await sql`insert into fact.field (customer_id, field, number, minor, time, yes, code, batch)
    select customer_id, field, number, minor, time, yes, code, ${batch} from jsonb_populate_recordset(null::fact.field, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}

function typed(customer_id: number, field: string, type: OwnType, value: string) {
  return {
    customer_id,
    field,
    number: type === 'number' ? Number(value) : null,
    minor: type === 'money' ? (amountIn(value)?.minor ?? null) : null,
    time: type === 'time' ? value : null,
    yes: type === 'boolean' ? value === 'true' : null,
    code: type === 'code' ? value : null,
  }
}
