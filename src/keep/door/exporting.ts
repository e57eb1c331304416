import { amountIn, digitsOf } from '../../platform/amounts.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { customersWithin, type FieldValue, isOwn, nameOf, openSealedIdentifiers } from '../customers/index.ts'
import {
  beginExport,
  checkPersons,
  type ExportRow,
  failExport,
  feedExport,
  findExport,
  isFigure,
  isPersonal,
  type Judged,
  languageOf,
  maskedName,
  needsSecond,
  openRecipient,
  personalColumns,
  recipientMark,
  wordOf,
} from '../exports/index.ts'
import { categoryIn, closedField } from './closed.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'
import { openCovered } from './fields.ts'
import { genderOf } from './previews.ts'
import { type Look, type Sight, sightOf } from './sight.ts'
import { noteExport, noteRefusals } from './uses.ts'

// Exports: who may be in one is decided person by person, each has a receipt before their row is made, and the office never sees
// a row. What is asked by a session runs on without it, for as long as its person stands as they did.

const nameParts = ['surname', 'name', 'patronymic', 'short_name', 'address_as', 'form', 'gender', 'org_name']

/** What an export would hold, of those who match (the first of them, when there are many). Writes nothing. */
export async function exportPreview(deps: DoorDeps, asker: Asker, input: Checked<'exportPreview'>): Promise<Outputs['exportPreview']> {
  const staff = staffOnly(asker)
  const now = deps.clock.now()
  const before = await sightOf(deps, asker, input.purpose, [], now)
  if (!before) throw badInput('There is no such purpose.', 'purpose')
  const open = input.columns.filter((column) => whyNotColumn(deps, before, column) === undefined)
  const sight = await sightOf(deps, asker, input.purpose, input.customers, now, [], lookFor(before, open))
  if (!sight) throw badInput('There is no such purpose.', 'purpose')
  const left = countRefusals(sight, input.customers)
  return {
    allowed: input.customers.length - [...left.values()].reduce((sum, n) => sum + n, 0),
    left_out: [...left].map(([reason, count]) => ({ reason, count })),
    columns: input.columns.map((column) => ({ column, reason: whyNotColumn(deps, sight, column) ?? null })),
    second: await needsSecond(deps.exports.db, { staff, persons: input.persons, now }),
  }
}

export async function exportBegin(deps: DoorDeps, asker: Asker, input: Checked<'exportBegin'>): Promise<Outputs['exportBegin']> {
  const staff = staffOnly(asker)
  const now = deps.clock.now()
  checkPersons(input.persons, input.format)
  const sight = await sightOf(deps, asker, input.purpose, [], now)
  if (!sight) throw badInput('There is no such purpose.', 'purpose')
  if (!sight.byRole) throw new AppError('forbidden', 'This purpose is not for your role, so you cannot export for it.')
  for (const column of input.columns) {
    const reason = whyNotColumn(deps, sight, column)
    if (reason === 'unknown_column') throw badInput(`There is no column "${column}".`, 'columns')
    if (reason)
      throw new AppError('forbidden', `The purpose does not cover the column "${column}": take it out, or choose another purpose.`, { place: 'columns' })
  }
  const row = await beginExport(deps.exports, { id: staff, role: asker.actor.role }, { ...input, id: input.export }, now)
  return { state: row.state, request: row.request_id }
}

/** Exports that are to be fed now, with where each is. */
export async function exportsDue(deps: DoorDeps): Promise<Outputs['exportsDue']> {
  const rows = await deps.exports.db
    .selectFrom('keep.export')
    .select(['export_id', 'position'])
    .where('state', '=', 'running')
    .orderBy('moved_at')
    .limit(20)
    .execute()
  return rows.map((r) => ({ export: r.export_id, position: r.position }))
}

export async function exportFeed(deps: DoorDeps, _: Asker, input: Checked<'exportFeed'>): Promise<Outputs['exportFeed']> {
  const row = await findExport(deps.exports.db.$pickTables(), input.export)
  if (!row) throw notFound()
  if (row.state !== 'running') return { state: row.state, position: row.position }
  const asker = await standing(deps, row)
  if (!asker) return failed(deps, row, 'Whoever asked for it left, or has another role or sees less now, so the export was closed.')
  const piece = { id: input.export, after: input.after, upTo: input.up_to, persons: input.rows.length, last: input.last }
  try {
    return await feedExport(deps.exports, piece, (asked) => judge(deps, asker, asked, input.rows))
  } catch (error) {
    if (error instanceof Closed) return failed(deps, row, error.message)
    throw error
  }
}

/** As what the export was asked in, somebody may have it no more. */
class Closed extends Error {}

async function standing(deps: DoorDeps, row: ExportRow): Promise<Asker | undefined> {
  const asker = await deps.standIn(row.by_id)
  return asker?.actor.role === row.by_role && asker.rights.abilities.includes('exports.run') ? asker : undefined
}

async function failed(deps: DoorDeps, row: ExportRow, why: string): Promise<Outputs['exportFeed']> {
  await failExport(deps.exports, row.export_id, why, deps.clock.now())
  return { state: 'failed', position: row.position }
}

type Fed = Checked<'exportFeed'>['rows']

/** Decides about each, notes the uses, and only then opens what the columns need. */
async function judge(deps: DoorDeps, asker: Asker, row: ExportRow, fed: Fed): Promise<Judged> {
  const customers = fed.map((f) => f.customer)
  const now = deps.clock.now()
  const before = await sightOf(deps, asker, row.purpose, [], now)
  const sight = before && (await sightOf(deps, asker, row.purpose, customers, now, [], lookFor(before, row.columns)))
  const uncovered = sight && row.columns.find((column) => whyNotColumn(deps, sight, column) !== undefined)
  if (!sight || uncovered !== undefined) throw new Closed('The purpose changed while it ran and no longer covers what was asked for, so the export was closed.')
  const leftOut = countRefusals(sight, customers)
  const open = customers.filter((c) => sight.refusal(c) === undefined)
  const use = {
    sight,
    reason: { kind: 'export' as const, id: row.export_id },
    categories: categoriesOf(deps, row.columns),
    fields: row.columns,
    deed: 'export' as const,
    ...(row.sealed_recipient && { recipients: [recipientMark(openRecipient(deps.keyring, row.export_id, row.sealed_recipient).name)] }),
  }
  await noteRefusals(deps, asker, { ...use, customers })
  await noteExport(deps, asker, { ...use, customers: open })
  const [fields, points, relations] = await Promise.all([
    fieldsOf(deps, sight, row, open),
    pointsOf(deps, sight, row, open),
    relationsOf(deps, asker, { sight, row, open }),
  ])
  const figures = new Map(fed.map((f) => [f.customer, f.figures]))
  const owners = await staffNames(deps.exports, ownersIn(row, fed))
  const lines = open.map((customer) => {
    const held = fields.get(customer) ?? new Map<string, FieldValue>()
    const mine = figures.get(customer) ?? []
    let figure = 0
    return row.columns.map((column) => {
      if (isFigure(column)) return shownFigure(row, column, mine[figure++] ?? null, owners)
      if (column === 'name') return fullName(deps, sight, customer, held)
      if (column === 'email' || column === 'phone') return points.get(customer)?.get(column) ?? null
      if (column === 'relations')
        return (
          relations
            .get(customer)
            ?.map((kind) => `${wordOf('relations', kind, languageOf(row.language))} (${maskedName[languageOf(row.language)]})`)
            .join('; ') ?? null
        )
      return shownValue(deps, column, held, languageOf(row.language))
    })
  })
  return { lines, customers: open, leftOut }
}

type Cell = string | number | null

/** A figure as it stands in the file: codes as words, a colleague by name. */
function shownFigure(row: ExportRow, column: string, value: Cell, owners: ReadonlyMap<number, string>): Cell {
  if (column === 'owner') return typeof value === 'number' ? (owners.get(value) ?? null) : null
  return typeof value === 'string' ? wordOf(column, value, languageOf(row.language)) : value
}

function ownersIn(row: ExportRow, fed: Fed): number[] {
  const at = row.columns.filter(isFigure).indexOf('owner')
  return at < 0 ? [] : [...new Set(fed.flatMap((f) => (typeof f.figures[at] === 'number' ? f.figures[at] : [])))]
}

/** Figures alone need no purpose that covers how to reach people. */
const lookFor = (sight: Sight, columns: readonly string[]): Look => (columns.every(isFigure) && sight.covers('record') ? { categories: ['record'] } : {})

const categoriesOf = (deps: DoorDeps, columns: readonly string[]) => [
  ...new Set(columns.map((column) => (isPersonal(column) ? personalColumns[column].category : isFigure(column) ? 'record' : categoryIn(deps, column)))),
]

/** Why a column cannot be exported for this purpose; undefined when it can. */
function whyNotColumn(deps: DoorDeps, sight: Sight, column: string): string | undefined {
  if (isFigure(column)) return undefined
  if (isPersonal(column)) {
    const { category } = personalColumns[column]
    const field = fieldOf(column)
    return sight.covers(category, field) ? undefined : sight.covers(category) ? 'field_not_covered' : 'category_not_covered'
  }
  if (!isOwn(column)) return 'unknown_column'
  if (!deps.record.registry.field(column)) return 'unknown_column'
  return sight.covers(categoryIn(deps, column), column) && !closedField(deps, sight.purpose.purpose, column) ? undefined : 'field_not_covered'
}

/** The field of the keep that a column shows; none where it is put together. */
function fieldOf(column: string): string | undefined {
  if (!isPersonal(column)) return column
  const said = personalColumns[column]
  return 'field' in said ? said.field : undefined
}

function countRefusals(sight: Sight, customers: readonly number[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const customer of customers) {
    const reason = sight.refusal(customer)
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return counts
}

async function fieldsOf(deps: DoorDeps, sight: Sight, row: ExportRow, open: readonly number[]) {
  const wanted = new Set(row.columns.flatMap((column) => (column === 'name' || column === 'gender' ? nameParts : (fieldOf(column) ?? []))))
  const held = wanted.size === 0 ? new Map<number, Map<string, FieldValue>>() : await openCovered(deps, sight, new Map(open.map((c) => [c, sight.members(c)])))
  return held
}

/** Addresses by kind, the preferred first. */
async function pointsOf(deps: DoorDeps, sight: Sight, row: ExportRow, open: readonly number[]): Promise<Map<number, Map<string, string>>> {
  if (!row.columns.includes('email') && !row.columns.includes('phone')) return new Map()
  const sealed = Map.groupBy(await deps.together.identifiers([...new Set(open.flatMap((c) => sight.members(c)))]), (i) => i.customer_id)
  const held = await openSealedIdentifiers(deps.keyring, new Map(open.map((c) => [c, sight.members(c).flatMap((m) => sealed.get(m) ?? [])])))
  return new Map(
    [...held].map(([customer, identifiers]) => {
      const of = (kind: string) => identifiers.flatMap((i) => (i.kind === kind && i.value !== null ? [i.value] : [])).slice(0, mostAddresses)
      return [customer, new Map(['email', 'phone'].map((kind) => [kind, of(kind).join('; ')]))]
    }),
  )
}

const mostAddresses = 10

/** Kinds of relations; to whom the asker does not see there is none. */
async function relationsOf(
  deps: DoorDeps,
  asker: Asker,
  { sight, row, open }: { sight: Sight; row: ExportRow; open: readonly number[] },
): Promise<Map<number, string[]>> {
  if (!row.columns.includes('relations')) return new Map()
  const found = await deps.together.relations([...new Set(open.flatMap((c) => sight.members(c)))])
  const within = withinOf(asker)
  const others = [...new Set(found.map((r) => r.other))]
  const seen = within && (await customersWithin(deps.db.$pickTables(), within, others))
  const all = Map.groupBy(
    found.filter((r) => seen?.has(r.other) !== false),
    (r) => r.owner,
  )
  return new Map(open.map((c) => [c, sight.members(c).flatMap((m) => (all.get(m) ?? []).map((r) => r.kind))]))
}

function fullName(deps: DoorDeps, sight: Sight, customer: number, held: ReadonlyMap<string, { value: string }>): string | null {
  const said = Object.fromEntries([...held].map(([field, v]) => [field, v.value]))
  const kind = sight.standing(customer)?.kind ?? 'person'
  return nameOf(said, kind, genderOf(said, deps.clock.now()))?.full ?? null
}

function shownValue(deps: DoorDeps, column: string, held: ReadonlyMap<string, { value: string }>, language: 'en' | 'ru'): string | number | null {
  const value = held.get(fieldOf(column) ?? column)?.value ?? null
  if (value === null) return null
  if (column === 'gender') return wordOf('gender', value, language)
  const type = isPersonal(column) ? undefined : deps.record.registry.field(column)?.type
  const amount = type === 'money' ? amountIn(value) : undefined
  if (amount) return amount.minor / 10 ** digitsOf(amount.currency)
  if (type === 'number') return Number.isFinite(Number(value)) ? Number(value) : value
  return type === 'time' ? value.replace(/(\.\d+)?Z$/, '') : value
}

/** Programs read by the API, under a purpose of their key; an export is a person's. */
function staffOnly(asker: Asker): number {
  if (asker.actor.kind !== 'staff' || !asker.rights.abilities.includes('exports.run'))
    throw new AppError('forbidden', 'Exports are for staff who work with people.')
  return asker.actor.id
}
