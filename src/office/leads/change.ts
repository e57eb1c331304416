import { type Db, inTransaction } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { type Change, lockLead, writeLead } from './store.ts'
import type { Lead, LeadState, LeadTables } from './tables.ts'

// What people do about a lead, each under its row. Doing what is done changes nothing.

type Deps = { db: Db<LeadTables>; rowIds: IdBlocks }
type By = { staff: number | null; now: Date }
type Wish = {
  owner?: number | null | undefined
  unit?: string | null | undefined
  state?: 'new' | 'working' | 'qualified' | undefined
  answered?: boolean | undefined
}

const open: readonly LeadState[] = ['new', 'working', 'qualified']
const isOpenLead = (lead: Pick<Lead, 'state'>) => open.includes(lead.state)

/** Takes or gives it, says how far it is, or that they had their first answer. */
export function changeLead(deps: Deps, customer: number, wish: Wish, by: By): Promise<Lead> {
  return underLock(deps, customer, by, (lead) => {
    if (!isOpenLead(lead) && (wish.state !== undefined || wish.answered === true)) throw new AppError('conflict', 'This lead is closed. Reopen it first.')
    const columns: Partial<Lead> = {}
    const changes: Change[] = []
    if (wish.owner !== undefined && wish.owner !== lead.owner) {
      columns.owner = wish.owner
      changes.push({ what: 'owner', was: text(lead.owner), became: text(wish.owner) })
    }
    if (wish.unit !== undefined && wish.unit !== lead.unit) {
      columns.unit = wish.unit
      changes.push({ what: 'unit', was: lead.unit, became: wish.unit })
    }
    if (wish.answered === true && lead.answered_at === null) {
      Object.assign(columns, { answered_at: by.now, answered_by: by.staff })
      changes.push({ what: 'answered', was: null, became: null })
    }
    if (wish.answered === false && lead.answered_at !== null) {
      Object.assign(columns, { answered_at: null, answered_by: null })
      changes.push({ what: 'answered', was: lead.answered_at.toISOString(), became: null })
    }
    // Whoever answers a new lead works on it.
    const state = wish.state ?? (columns.answered_at && lead.state === 'new' ? 'working' : lead.state)
    if (state !== lead.state) moveTo(state, lead, { columns, changes }, by)
    return { columns, changes }
  })
}

export function disqualify(deps: Deps, customer: number, reason: string, by: By): Promise<Lead> {
  return underLock(deps, customer, by, (lead) => {
    if (lead.state === 'converted' || lead.state === 'joined') throw new AppError('conflict', 'This lead became a customer. Take that back first.')
    const said = { columns: { reason }, changes: [] }
    if (lead.state === 'disqualified' && lead.reason === reason) return { columns: {}, changes: [] }
    moveTo('disqualified', lead, said, by, reason)
    return said
  })
}

/** The keep has said already that they are a customer, or the same as another (who may be a lead too). */
export function closed(deps: Deps, customer: number, to: { state: 'converted' | 'joined'; joined_to: number | null }, by: By): Promise<Lead> {
  return underLock(deps, customer, by, (lead) => {
    const known = lead.converted_by !== null || by.staff === null
    if (lead.state === to.state && (to.state === 'joined' || known)) return { columns: {}, changes: [] }
    const at = to.state === 'converted' ? { converted_at: by.now, converted_by: by.staff } : {}
    const said = { columns: { reason: null, joined_to: to.joined_to, ...at }, changes: [] }
    // Followed already, as it came about elsewhere: what is missing is who did it.
    if (lead.state !== to.state) moveTo(to.state, lead, said, by)
    return said
  })
}

/** The keep has said already that they are a lead again. */
export function reopened(deps: Deps, customer: number, by: By): Promise<Lead> {
  return underLock(deps, customer, by, (lead) => {
    const said = { columns: { reason: null, joined_to: null, converted_at: null, converted_by: null }, changes: [] }
    if (isOpenLead(lead)) return { columns: {}, changes: [] }
    moveTo('working', lead, said, by)
    return said
  })
}

type Said = { columns: Partial<Lead>; changes: Change[] }

function moveTo(state: LeadState, lead: Lead, said: Said, by: By, reason?: string): void {
  Object.assign(said.columns, { state, moved_at: by.now, moved_by: by.staff })
  said.changes.push({ what: 'state', was: lead.state, became: state, reason: reason ?? null })
}

function underLock(deps: Deps, customer: number, by: By, decide: (lead: Lead) => Said): Promise<Lead> {
  return inTransaction(deps.db, async (tx) => {
    const lead = await lockLead(tx, customer)
    if (!lead) throw notFound()
    const { columns, changes } = decide(lead)
    if (Object.keys(columns).length === 0) return lead
    return (await writeLead(deps, tx, { customer, columns, changes }, by)) ?? lead
  })
}

const text = (owner: number | null) => (owner === null ? null : String(owner))
