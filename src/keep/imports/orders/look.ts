import { byteaArray, sql } from '../../../platform/db/index.ts'
import { type CheckedInteraction, leadToErased } from '../../interactions/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Looked } from '../run/job.ts'
import type { Chunk } from '../run/preset.ts'
import { addSum } from '../run/tally.ts'
import { type Order, sumOf } from './order.ts'
import { rejectOrder, sortOrders } from './sort.ts'

/** Whom a dry run has met, so that each is counted once; 52 bits of a digest for each. */
export type Met = { known: Set<number>; fresh: Set<number> }

export const nobodyMet = (): Met => ({ known: new Set(), fresh: new Set() })

/** What storing this chunk would count; nothing is written. */
export async function lookAtOrders(deps: ImportDeps, plan: Plan, chunk: Chunk<Order>, met: Met): Promise<Looked> {
  const { good, rejects, tally } = sortOrders(chunk, plan.mapping)
  const seen = await seenBefore(
    deps,
    plan.mapping.source,
    good.map((g) => g.event),
  )
  const fresh = good.filter((g) => !seen.has(g.order.id))
  const knownPeople = await knownOf(
    deps,
    fresh.flatMap((g) => (g.anonymous ? [] : [g.event])),
  )
  const erased = await leadToErased(
    deps.record,
    good.map((g) => g.event),
  )
  for (const [i, { order, event, anonymous }] of good.entries()) {
    const how = seen.has(order.id) ? 'repeated' : 'recorded'
    if (how === 'recorded' && erased[i]) {
      rejectOrder({ rejects, tally }, order, { reason: 'refused', detail: '' })
      continue
    }
    tally[how] += 1
    addSum(tally.sums[how], order.kind, sumOf(order))
    if (how === 'repeated') continue
    if (anonymous) {
      tally.without_customer += 1
      tally.lines_without_customer += order.lines.length
    } else meet(met, keysOf(deps, event), knownPeople)
  }
  return { tally, rejects }
}

function meet(met: Met, keys: readonly number[], known: ReadonlySet<number>): void {
  const [first] = keys
  if (first === undefined) return
  if (keys.some((key) => known.has(key))) met.known.add(first)
  else met.fresh.add(first)
}

const keysOf = (deps: ImportDeps, event: CheckedInteraction): number[] => event.identifiers.map((i) => keyOf(deps.keyring.digest(i.kind, i.value)))
const keyOf = (digest: Buffer) => digest.readUIntBE(0, 6) * 16 + ((digest[6] ?? 0) >> 4)

/** Orders that are here already by source and number. The digest is the one that recording puts first of all. */
async function seenBefore(deps: ImportDeps, source: string, events: readonly CheckedInteraction[]): Promise<Set<string>> {
  const ids = events.flatMap((e) => e.id ?? [])
  const digests = ids.map((id) => deps.keyring.digest('seen', `${source}\0${id}`))
  const rows = await sql<{ n: number }>`
    select q.n from unnest(${byteaArray(digests)}::bytea[]) with ordinality q(digest, n)
    cross join lateral (select from keep.seen where digest = q.digest limit 1) s`.execute(deps.db)
  return new Set(rows.rows.flatMap(({ n }) => ids[n - 1] ?? []))
}

async function knownOf(deps: ImportDeps, events: readonly CheckedInteraction[]): Promise<Set<number>> {
  const all = new Map(events.flatMap((e) => e.identifiers.map(({ kind, value }) => [`${kind}\0${value}`, { kind, digest: deps.keyring.digest(kind, value) }])))
  const asked = [...all.values()]
  const rows = await sql<{ n: number }>`
    select q.n from unnest(${asked.map((a) => a.kind)}::text[], ${byteaArray(asked.map((a) => a.digest))}::bytea[]) with ordinality q(kind, digest, n)
    cross join lateral (select from keep.identifier where kind = q.kind and digest = q.digest and not shared limit 1) i`.execute(deps.db)
  return new Set(
    rows.rows.flatMap(({ n }) => {
      const one = asked[n - 1]
      return one ? [keyOf(one.digest)] : []
    }),
  )
}
