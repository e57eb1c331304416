import { notFound } from '../../platform/errors.ts'
import { keyTitles, staffNames } from '../access/index.ts'
import { groupsOf } from '../customers/index.ts'
import { journalForStaff, type StaffJournalEntry } from '../receipts/index.ts'
import { allPurposes } from '../terms/index.ts'
import type { Checked, Outputs, Use, Words } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps } from './deps.ts'
import { mustSee } from './sight.ts'

type Titles = Map<string, Words>
type Names = { [kind in 'staff' | 'api']: ReadonlyMap<number, string> }

/** Who used what, newest first, refusals too. A customer sees roles; colleagues see each other's names; a program is named to both. */
export async function journal(deps: DoorDeps, asker: Asker, input: Checked<'journal'>): Promise<Outputs['journal']> {
  coveredByKey(asker, 'service')
  await mustSee(deps, asker, [input.customer])
  const group = (await groupsOf(deps.db.$pickTables(), [input.customer])).get(input.customer)
  if (!group) throw notFound()
  if (asker.actor.kind === 'customer' && (asker.customer === null || !group.includes(asker.customer))) throw notFound()
  const customers = [...group].sort((a, b) => a - b)
  const page = await journalForStaff(deps.db.$pickTables(), { customers, limit: input.limit, ...(input.cursor === null ? {} : { cursor: input.cursor }) })
  const titles = await purposeTitles(deps)
  const wanted = page.entries.filter((e) => input.decision === undefined || (input.decision === 'allow') === (e.decision === 'allow'))
  const colleagues =
    asker.actor.kind === 'customer'
      ? []
      : wanted.filter((e) => e.actor.kind === 'staff').flatMap((e) => [e.actor.id, ...(e.onBehalfId === undefined ? [] : [e.onBehalfId])])
  const programs = wanted.filter((e) => e.actor.kind === 'api').map((e) => e.actor.id)
  const [staff, api] = await Promise.all([
    staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, colleagues),
    keyTitles({ db: deps.db.$pickTables() }, programs),
  ])
  return { items: wanted.map((e) => useOf(e, customers, titles, { staff, api })), next: page.next ?? null }
}

/** A receipt as a line of the journal of one person (`own`: all their ids). */
export function useOf(entry: StaffJournalEntry, own: readonly number[], titles: Titles, names: Names): Use {
  const { kind } = entry.actor
  const name = kind === 'staff' || kind === 'api' ? (names[kind].get(entry.actor.id) ?? null) : null
  return {
    id: entry.seq,
    seq: entry.seq,
    customer: entry.customer,
    at: entry.at.toISOString(),
    actor: {
      kind: entry.actor.kind,
      id: name === null || kind !== 'staff' ? 0 : entry.actor.id,
      // Another customer, who saw on their own page where they work: never who.
      role: kind === 'customer' && !own.includes(entry.actor.id) ? 'related' : entry.actor.role,
      name,
      as: names.staff.get(entry.onBehalfId ?? 0) ?? null,
    },
    purpose: { code: entry.purpose, title: titles.get(entry.purpose) ?? { en: entry.purpose, ru: entry.purpose } },
    basis: entry.basis ?? null,
    operation: entry.operation,
    fields: [...entry.fields],
    activity: { kind: entry.activity.kind, id: entry.activity.id ?? null },
    channel: entry.channel ?? null,
    decision: entry.decision,
    reason: entry.reasons[0] ?? null,
    message: entry.activity.kind === 'message' ? (entry.activity.id ?? null) : null,
  }
}

export async function purposeTitles(deps: DoorDeps): Promise<Titles> {
  return new Map((await allPurposes(deps.db.$pickTables())).map((p) => [p.purpose, p.title]))
}
