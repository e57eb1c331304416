import { assert } from '../../../platform/errors.ts'
import { staffNames } from '../../access/index.ts'
import { openFields, ownFields } from '../../customers/index.ts'
import { guardianRole, purposesNow } from '../../terms/index.ts'
import type { DecisionView } from '../decisions/shapes.ts'
import { ownDecision } from '../decisions/store.ts'
import { decisionsShown } from '../decisions/view.ts'
import type { RightsDeps } from '../deps.ts'
import { coversOf } from '../erasure/parts.ts'
import { eventsOf, isWhole } from './chain.ts'
import { letterOf } from './letter.ts'
import { mandatesShown, ownMandate } from './mandates.ts'
import { proofsShown } from './proofs.ts'
import type { CaseLine, CaseView, MyCase } from './shapes.ts'
import type { CaseRow } from './store.ts'
import { partsOf, wordsOpener } from './words.ts'

// Cases as they are shown: to whoever they are about without the names of staff, to the desk with them.

type Shown = Omit<CaseLine, 'customer_id' | 'name'>

async function shownAll(deps: RightsDeps, rows: readonly CaseRow[]): Promise<Shown[]> {
  const titles = await titlesOf(deps, rows)
  return rows.map((row) => ({
    id: deps.ids.show('rights', row.case_id),
    number: row.number,
    right: row.kind,
    about: row.about_kind === null || row.about === null ? null : { kind: row.about_kind, name: row.about },
    title: titles(row),
    road: row.road,
    law: row.law,
    asked_at: row.asked_at.toISOString(),
    due_at: row.due_at.toISOString(),
    most_at: row.extended || row.most_at === null ? null : row.most_at.toISOString(),
    extended: row.extended,
    state: row.state,
    outcome: row.outcome,
    ground: row.ground,
    ended_at: row.ended_at?.toISOString() ?? null,
    by_mandate: row.mandate_id !== null,
  }))
}

async function titlesOf(deps: RightsDeps, rows: readonly CaseRow[]): Promise<(row: CaseRow) => { [language: string]: string } | null> {
  const [purposes, fields] = await Promise.all([
    rows.some((row) => row.about_kind === 'purpose') ? purposesNow(deps.db.$pickTables()) : undefined,
    rows.some((row) => row.about?.startsWith('x_')) ? ownFields(deps.db.$pickTables()) : undefined,
  ])
  return ({ about_kind, about }) => (about_kind === 'purpose' ? (purposes?.get(about ?? '')?.title ?? null) : (fields?.get(about ?? '')?.title ?? null))
}

/** `guardian`: all ids of a guardian who reads those of a child: of the words only what they said themselves, and what they were answered. */
export async function myCases(deps: RightsDeps, rows: readonly CaseRow[], guardian?: readonly number[]): Promise<MyCase[]> {
  const shown = await shownAll(deps, rows)
  const [written, erasing] = [await wordsIn(deps, rows, guardian), await erasingOf(deps, rows)]
  return shown.map((one, i) => ({
    ...one,
    ...(written[i] ?? nothingWritten),
    entered_by: rows[i] ? enteredBy(rows[i]) : null,
    erasing: erasing.get(rows[i]?.erasure_id ?? 0) ?? null,
  }))
}

async function erasingOf({ db }: RightsDeps, rows: readonly CaseRow[]): Promise<Map<number, MyCase['erasing']>> {
  const ids = rows.flatMap((row) => row.erasure_id ?? [])
  if (ids.length === 0) return new Map()
  const found = await db.selectFrom('keep.erasure').select(['erasure_id', 'covers', 'state']).where('erasure_id', 'in', ids).execute()
  return new Map(found.map((row) => [row.erasure_id, { covers: coversOf(row), state: row.state }]))
}

/** The role of whoever entered it for them. */
const enteredBy = (row: CaseRow) => (row.by_kind === 'customer' && row.by_role !== guardianRole ? null : row.by_role)

type Written = Pick<MyCase, 'words' | 'value' | 'answer' | 'put_off' | 'evidence' | 'proofs'>
const nothingWritten: Written = { words: null, value: null, answer: null, put_off: null, evidence: null, proofs: [] }

async function wordsIn(deps: RightsDeps, rows: readonly CaseRow[], guardian?: readonly number[]): Promise<Written[]> {
  const customers = rows.map((row) => row.customer_id)
  const [open, proofs] = await Promise.all([wordsOpener(deps.keyring, customers), proofsShown(deps, customers)])
  return rows.map((row) => {
    const at = { customer: row.customer_id, id: row.case_id }
    const [said, answer] = [partsOf(open({ ...at, part: 'said' }, row.said)), partsOf(open({ ...at, part: 'answer' }, row.answer))]
    if (guardian && !guardian.includes(Number(said['by']))) return nothingWritten
    return {
      words: said['words'] ?? null,
      value: said['value'] ?? null,
      answer: answer['words'] ?? null,
      put_off: answer['put_off'] ?? null,
      evidence: open({ ...at, part: 'evidence' }, row.evidence),
      proofs: proofs({ kind: 'right', ref: String(row.case_id) }),
    }
  })
}

/** `names`: of those whom the asker may look at. */
export async function deskLines(deps: RightsDeps, rows: readonly CaseRow[], names: ReadonlyMap<number, string>): Promise<CaseLine[]> {
  const shown = await shownAll(deps, rows)
  return shown.map((one, i) => {
    const customer = rows[i]?.customer_id ?? 0
    return { ...one, customer_id: deps.ids.show('customer', customer), name: names.get(customer) ?? null }
  })
}

/** One case whole. Whoever calls this has a decision and a receipt. */
export async function deskView(deps: RightsDeps, row: CaseRow, of: { name: string | null; members: readonly number[]; now: Date }): Promise<CaseView> {
  const [[line], [written = nothingWritten], events, mandate] = await Promise.all([
    deskLines(deps, [row], new Map(of.name === null ? [] : [[row.customer_id, of.name]])),
    wordsIn(deps, [row]),
    eventsOf(deps.db.$pickTables(), row.customer_id, row.case_id),
    row.mandate_id === null ? undefined : ownMandate(deps.db.$pickTables(), of.members, row.mandate_id),
  ])
  const staff = await staffNames(
    { db: deps.db.$pickTables(), keyring: deps.keyring },
    events.flatMap((event) => (event.by_kind === 'staff' ? [event.by_id] : [])),
  )
  const [shownMandate = null] = mandate ? await mandatesShown(deps, [mandate], of.now) : []
  assert(line, 'a case without a line')
  return {
    ...line,
    ...written,
    now: await valueNow(deps, row, of.members),
    file_id: row.file_id === null ? null : deps.ids.show('file', row.file_id),
    mandate: shownMandate,
    decision: await decisionAsked(deps, row, of.members),
    letter: await letterOf(deps.db, row, of.now),
    events: events.map((event) => ({
      what: event.what,
      at: event.at.toISOString(),
      by: { kind: event.by_kind, role: event.by_role, name: event.by_kind === 'staff' ? (staff.get(event.by_id) ?? null) : null },
    })),
    whole: isWhole(events),
  }
}

async function decisionAsked(deps: RightsDeps, row: CaseRow, members: readonly number[]): Promise<DecisionView | null> {
  const id = row.about_kind === 'decision' ? deps.ids.read('decision', row.about ?? '') : undefined
  const found = id === undefined ? undefined : await ownDecision(deps.db.$pickTables(), members, id)
  const [shown = null] = found ? await decisionsShown(deps, members, [found]) : []
  return shown
}

async function valueNow(deps: RightsDeps, row: CaseRow, members: readonly number[]): Promise<string | null> {
  const [person] = members
  if (row.about_kind !== 'field' || row.about === null || person === undefined) return null
  const opened = await openFields({ db: deps.db.$pickTables(), keyring: deps.keyring }, [person], [row.about])
  return opened.get(person)?.get(row.about)?.value ?? null
}
