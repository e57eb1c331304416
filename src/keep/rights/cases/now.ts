import { sql } from '../../../platform/db/index.ts'
import { ownFields } from '../../customers/index.ts'
import { purposesNow } from '../../terms/index.ts'
import type { RightsDeps } from '../deps.ts'
import { coversOf } from '../erasure/parts.ts'
import { doneParts, openErasureOf, openParts } from '../erasure/store.ts'
import { certificateFor } from '../view.ts'
import { groundAgainst } from './bases.ts'
import { lawOf, termOf } from './clock.ts'
import { rightsKinds } from './shapes.ts'

const mostErased = 20

/** What holds now for one person, what they may ask for, and until when they would be answered if they asked now. `logKey`: the log's, as it is published. */
export async function rightsNow(deps: RightsDeps, { members, logKey }: { members: readonly number[]; logKey: string }, now: Date) {
  const [company, purposes, fields, erasure, parts, done, stops, cards] = await Promise.all([
    deps.db.withTables<{ 'keep.company': { country: string; time_zone: string } }>().selectFrom('keep.company').selectAll().executeTakeFirst(),
    purposesNow(deps.db.$pickTables()),
    ownFields(deps.db.$pickTables()),
    openErasureOf(deps.db.$pickTables(), members),
    openParts(deps.db.$pickTables(), members),
    doneParts(deps.db.$pickTables(), members, mostErased),
    sql<{ purpose: string; since: Date }>`
      select purpose, min(since) as since from keep.stop where customer_id = any(${[...members]}::bigint[]) and lifted_at is null
        and channel = '*' and topic = '*' and purpose <> '*' group by purpose`.execute(deps.db),
    sql<{
      restricted: boolean
    }>`select bool_or(status = 'restricted') as restricted from keep.customer where customer_id = any(${[...members]}::bigint[])`.execute(deps.db),
  ])
  const law = lawOf(company?.country)
  const stopped = new Map(stops.rows.map((row) => [row.purpose, row.since.toISOString()]))
  const due = (right: (typeof rightsKinds)[number]) => termOf({ law, right, zone: company?.time_zone ?? 'UTC' }, now).due.toISOString()
  return {
    law,
    due: Object.fromEntries(rightsKinds.map((right) => [right, due(right)])),
    restricted: cards.rows[0]?.restricted === true && !erasure,
    erased_from: erasure?.due_at.toISOString() ?? null,
    parts: parts.map((part) => ({
      erasure_id: deps.ids.show('erasure', part.erasure_id),
      covers: coversOf(part),
      due_at: part.due_at.toISOString(),
      begun: part.state !== 'waiting',
    })),
    erased: await Promise.all(done.map((row) => certificateFor(deps, row, logKey))),
    purposes: [...purposes.values()]
      .filter((purpose) => purpose.purpose !== 'own_view')
      .map((purpose) => ({
        code: purpose.purpose,
        title: purpose.title,
        basis: purpose.legalBasis,
        object: groundAgainst(purpose, 'object') ?? null,
        restrict: groundAgainst(purpose, 'restrict') ?? null,
        at_once: purpose.checks.has('prohibition'),
        stopped_at: stopped.get(purpose.purpose) ?? null,
      })),
    fields: [...fields.values()].filter(({ retired }) => !retired).map(({ code, title }) => ({ name: code, title })),
  }
}
