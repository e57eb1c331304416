import type { z } from 'zod'
import type { Credential, Door, Preview, Text } from '../../keep/door/contract.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { customerRef, task, workCase } from './contract.ts'
import type { Task, WorkCase } from './tables.ts'

type Deps = { door: Door; ids: Opaque }
export type Shown = { task: z.input<typeof task>; workCase: z.input<typeof workCase>; customerRef: z.input<typeof customerRef> }

/** A customer as pointed at from elsewhere. */
export function refOf(ids: Opaque, preview: Preview): Shown['customerRef'] {
  return { id: ids.show('customer', preview.customer), kind: preview.kind, name: preview.name, hidden: preview.hidden }
}

/** Tasks with their words and names, asked of the door in two calls for all of them. */
export async function showTasks(deps: Deps, as: Credential, rows: readonly Task[]): Promise<Shown['task'][]> {
  const known = await lookUp(
    deps,
    as,
    rows,
    rows.map((t) => ({ kind: 'task' as const, customer: t.customer_id, id: t.task_id })),
  )
  return rows.map((t) => ({
    id: deps.ids.show('task', t.task_id),
    kind: t.kind,
    what: known.word('task', t.customer_id, t.task_id, 'text'),
    hidden: known.hidden('task', t.task_id),
    about: known.about(t.customer_id),
    case_id: t.case_id === null ? null : deps.ids.show('case', t.case_id),
    assignee: known.colleague(t.assignee),
    unseen: known.unseen(t),
    made_by: known.colleague(t.made_by),
    unit: known.unit(t.unit_id),
    due_at: t.due_at?.toISOString() ?? null,
    remind_at: t.remind_at?.toISOString() ?? null,
    state: t.state,
    done_at: t.done_at?.toISOString() ?? null,
    created_at: t.created_at.toISOString(),
  }))
}

export async function showCases(deps: Deps, as: Credential, rows: readonly WorkCase[]): Promise<Shown['workCase'][]> {
  const known = await lookUp(
    deps,
    as,
    rows,
    rows.map((c) => ({ kind: 'case' as const, customer: c.customer_id, id: c.case_id })),
  )
  return rows.map((c) => ({
    id: deps.ids.show('case', c.case_id),
    number: c.number,
    kind: c.kind,
    subject: known.word('case', c.customer_id, c.case_id, 'text'),
    hidden: known.hidden('case', c.case_id),
    about: known.about(c.customer_id) ?? { id: deps.ids.show('customer', c.customer_id), kind: 'person', name: null, hidden: 'unknown' },
    assignee: known.colleague(c.assignee),
    unseen: known.unseen(c),
    made_by: known.colleague(c.made_by),
    unit: known.unit(c.unit_id),
    opened_at: c.opened_at.toISOString(),
    due_at: c.due_at?.toISOString() ?? null,
    remind_at: c.remind_at?.toISOString() ?? null,
    closed_at: c.closed_at?.toISOString() ?? null,
    state: c.state,
    resolution: known.word('case', c.customer_id, c.case_id, 'resolution') || null,
    rating: c.rating,
  }))
}

type Given = Pick<Task, 'customer_id' | 'assignee' | 'made_by' | 'unit_id'>

async function lookUp(deps: Deps, as: Credential, rows: readonly Given[], items: { kind: 'task' | 'case'; customer: number; id: number }[]) {
  const customers = [...new Set(rows.map((r) => r.customer_id).filter((c) => c > 0))]
  const people = [...new Set(rows.flatMap((r) => [r.made_by, ...(r.assignee === null ? [] : [r.assignee])]))]
  const units = [...new Set(rows.flatMap((r) => r.unit_id ?? []))]
  const pairs = rows.flatMap((r) => (r.assignee === null || r.customer_id === 0 ? [] : [{ staff: r.assignee, customer: r.customer_id }]))
  const first = items[0]
  const [previews, texts, colleagues, unitsKnown, without] = await Promise.all([
    customers.length > 0 ? deps.door.ask(as, 'preview', { customers, purpose: 'service', reason: { kind: 'list' } }) : [],
    first ? deps.door.ask(as, 'texts', { customer: first.customer, purpose: 'service', reason: { kind: 'list' }, items }) : [],
    people.length > 0 ? deps.door.ask(as, 'colleagues', { ids: people }) : [],
    units.length > 0 ? deps.door.ask(as, 'units', { ids: units }) : [],
    pairs.length > 0 ? deps.door.ask(as, 'unseen', { pairs: onlyOnce(pairs) }) : [],
  ])
  const byCustomer = new Map(previews.map((p) => [p.customer, p]))
  const byText = new Map(texts.map((t: Text) => [`${t.kind} ${t.id}`, t]))
  const byColleague = new Map(colleagues.map((c) => [c.id, c]))
  const codes = new Map(unitsKnown.map((u) => [u.id, u.code]))
  const unseen = new Map(without.map(({ staff, customer, why, units: theirs }) => [`${staff} ${customer}`, { why, units: theirs }]))
  return {
    unit: (id: number | null) => (id === null ? null : (codes.get(id) ?? null)),
    unseen: ({ assignee, customer_id }: Pick<Given, 'assignee' | 'customer_id'>) => unseen.get(`${assignee} ${customer_id}`) ?? null,
    about: (customer: number) => {
      const preview = byCustomer.get(customer)
      return preview ? refOf(deps.ids, preview) : null
    },
    word: (kind: string, _customer: number, id: number, part: string) => {
      const value = byText.get(`${kind} ${id}`)?.content?.[part]
      return typeof value === 'string' ? value : ''
    },
    hidden: (kind: string, id: number) => byText.get(`${kind} ${id}`)?.hidden?.reason ?? null,
    colleague: (id: number | null) => {
      const found = id === null ? undefined : byColleague.get(id)
      return found ? { id: deps.ids.show('staff', found.id), name: found.name, role: found.role } : null
    },
  }
}

const onlyOnce = (pairs: readonly { staff: number; customer: number }[]) => [...new Map(pairs.map((pair) => [`${pair.staff} ${pair.customer}`, pair])).values()]
