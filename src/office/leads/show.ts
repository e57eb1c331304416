import type { z } from 'zod'
import type { Credential, Door } from '../../keep/door/contract.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { refOf } from '../work/index.ts'
import { type lead, type listLeadChanges, reasonsToDisqualify } from './contract.ts'
import type { Lead, LeadTables } from './tables.ts'

type Deps = { door: Door; ids: Opaque }
type Shown = z.input<typeof lead>
type ShownChange = z.input<typeof listLeadChanges.output>['items'][number]

/** Leads with names and colleagues, asked of the door in two calls for all of them. */
export async function showLeads({ door, ids }: Deps, as: Credential, rows: readonly Lead[]): Promise<Shown[]> {
  if (rows.length === 0) return []
  const customers = [...new Set(rows.flatMap((r) => [r.customer_id, ...(r.joined_to === null ? [] : [r.joined_to])]))]
  const [previews, colleague] = await Promise.all([
    door.ask(as, 'preview', { customers, purpose: 'service', reason: { kind: 'list' } }),
    colleagues(
      { door, ids },
      as,
      rows.flatMap((r) => [r.owner, r.converted_by]),
    ),
  ])
  const byCustomer = new Map(previews.map((p) => [p.customer, refOf(ids, p)]))
  const about = (customer: number) => byCustomer.get(customer) ?? { id: ids.show('customer', customer), kind: 'person' as const, name: null, hidden: 'unknown' }
  return rows.map((r) => ({
    id: ids.show('customer', r.customer_id),
    about: about(r.customer_id),
    source: r.source,
    form: r.form,
    campaign: r.campaign,
    state: r.state,
    reason: reasonsToDisqualify.find((one) => one === r.reason) ?? null,
    owner: colleague(r.owner),
    unit: r.unit,
    came_at: r.came_at.toISOString(),
    due_at: r.due_at.toISOString(),
    answered_at: r.answered_at?.toISOString() ?? null,
    moved_at: r.moved_at.toISOString(),
    converted: r.converted_at && { at: r.converted_at.toISOString(), by: colleague(r.converted_by) },
    joined_to: r.joined_to === null ? null : about(r.joined_to),
  }))
}

/** Lines of a history; an owner is shown by the name, not by a number. */
export async function showChanges(deps: Deps, as: Credential, rows: readonly LeadTables['office.lead_change'][]): Promise<ShownChange[]> {
  const owners = rows.filter((r) => r.what === 'owner').flatMap((r) => [r.was, r.became])
  const colleague = await colleagues(deps, as, [...rows.map((r) => r.by_staff), ...owners.map(numberOf)])
  return rows.map((r) => {
    const said = (value: string | null) => (r.what === 'owner' ? (colleague(numberOf(value))?.name ?? null) : value)
    return { at: r.at.toISOString(), by: colleague(r.by_staff), what: r.what, was: said(r.was), became: said(r.became), reason: r.reason }
  })
}

const numberOf = (value: string | null) => (value === null ? null : Number(value))

async function colleagues({ door, ids }: Deps, as: Credential, staff: readonly (number | null)[]) {
  const wanted = [...new Set(staff.filter((one) => one !== null))]
  const found = wanted.length > 0 ? await door.ask(as, 'colleagues', { ids: wanted }) : []
  const byId = new Map(found.map((c) => [c.id, { id: ids.show('staff', c.id), name: c.name, role: c.role }]))
  return (one: number | null) => (one === null ? null : (byId.get(one) ?? null))
}
