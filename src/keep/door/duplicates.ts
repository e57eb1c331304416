import type { Db } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { CustomerTables } from '../customers/index.ts'
import { countDuplicates, type DuplicateTables, dismissDuplicate, duplicates as pairs } from '../duplicates/index.ts'
import { noteChange, sightToChange } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, type DoorDeps, withinOf } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

const mostCounted = 1000

/** Who says that two are one is who may see that they might be. */
function joiner(asker: Asker): void {
  if (asker.actor.kind !== 'staff' || !asker.rights.abilities.includes('customers.join'))
    throw new AppError('forbidden', 'Joining and separating cards is for staff who serve customers.')
}

/** Pairs that may be one person, with codes of why; that both were compared stands in their journals. */
export async function duplicates(deps: DoorDeps, asker: Asker, input: Checked<'duplicates'>): Promise<Outputs['duplicates']> {
  joiner(asker)
  const now = deps.clock.now()
  const db: Db<DuplicateTables & CustomerTables> = deps.db.$pickTables()
  const of = input.customer ?? undefined
  const within = withinOf(asker)
  const found = await pairs(db, { of, after: input.after ?? undefined, limit: input.limit + 1, within })
  const rows = found.slice(0, input.limit)
  const ids = [...new Set(rows.flatMap((r) => [r.customer, r.other]))]
  const sight = ids.length > 0 ? await sightOf(deps, asker, 'service', ids, now) : undefined
  const open = ids.filter((id) => sight?.standing(id) && sight.refusal(id) === undefined)
  if (sight && open.length > 0) await noteUse(deps, asker, { sight, customers: open, reason: { kind: 'list' }, deed: 'duplicates', categories: ['contact'] })
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return {
    items: rows
      .filter((r) => open.includes(r.customer) && open.includes(r.other))
      .map((r) => ({ customer: r.customer, other: r.other, reasons: r.reasons, cautions: r.cautions, at: r.found_at.toISOString() })),
    next: last ? { weight: last.weight, customer: last.customer, other: last.other } : null,
    total: of === undefined ? await countDuplicates(db, mostCounted, within) : rows.length,
  }
}

/** Says that two are not the same, or takes that back. */
export async function dismiss(deps: DoorDeps, asker: Asker, input: Checked<'dismiss'>): Promise<Outputs['dismiss']> {
  joiner(asker)
  const touch = { customers: [input.customer, input.other], categories: ['record'], deed: 'distinct' as const }
  await noteChange(deps, asker, await sightToChange(deps, asker, touch, () => true), touch)
  const changed = await dismissDuplicate(deps.db.$pickTables(), input, { staff: asker.actor.id, now: deps.clock.now() })
  if (changed === undefined) throw notFound()
  return { changed }
}
