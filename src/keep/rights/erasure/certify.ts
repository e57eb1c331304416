import { type AnyDb, inTransaction, sql } from '../../../platform/db/index.ts'
import { noteAct } from '../../access/index.ts'
import { stateErasure } from '../../receipts/index.ts'
import type { RightsDeps } from '../deps.ts'
import { tellOfErasure } from '../recipients/recipients.ts'
import { type Part, parts, type Staying, stayings } from '../shapes.ts'
import { codeOf, coversOf } from './parts.ts'
import { categoriesOf } from './rows.ts'
import { type ErasureRow, goneOf, lockErasure } from './store.ts'

export type Counts = { gone: { part: Part; count: number }[]; stays: { what: Staying; count: number }[] }

const isPart = (name: string): name is Part => parts.some((part) => part === name)
const isStaying = (name: string): name is Staying => stayings.some((what) => what === name)

/** What was counted, as a person reads it: rows by their category, and what is no row by its own name. */
export function countsOf(counted: ReadonlyMap<string, number>, categories: ReadonlyMap<string, Part>): Counts {
  const gone = new Map<Part, number>()
  const stays: Counts['stays'] = []
  for (const [name, count] of counted) {
    if (isStaying(name)) {
      stays.push({ what: name, count })
      continue
    }
    const part = isPart(name) ? name : (categories.get(name) ?? 'record')
    gone.set(part, (gone.get(part) ?? 0) + count)
  }
  // Of each receipt its hash stays in the log.
  const receipts = gone.get('receipts')
  if (receipts !== undefined) stays.push({ what: 'leaves', count: receipts })
  return {
    gone: parts.flatMap((part) => (gone.has(part) ? [{ part, count: gone.get(part) ?? 0 }] : [])),
    stays: stayings.flatMap((what) => stays.filter((each) => each.what === what)),
  }
}

/** The counts of each of these erasures. */
export async function countsOfAll(db: RightsDeps['db'], erasures: readonly number[]): Promise<Map<number, Counts>> {
  const [counted, categories] = [await goneOf(db.$pickTables(), erasures), await categoriesOf(db)]
  return new Map(erasures.map((id) => [id, countsOf(counted.get(id) ?? new Map(), categories)]))
}

/** The same as a certificate says them. */
export function countsSaid(said: { gone: Record<string, number>; stays: Record<string, number> }): Counts {
  return {
    gone: parts.flatMap((part) => (said.gone[part] === undefined ? [] : [{ part, count: said.gone[part] }])),
    stays: stayings.flatMap((what) => (said.stays[what] === undefined ? [] : [{ what, count: said.stays[what] }])),
  }
}

const record = (counts: readonly { count: number }[], nameOf: (i: number) => string) => Object.fromEntries(counts.map(({ count }, i) => [nameOf(i), count]))

/** States the certificate in the log and says that it is done, both or neither. Stated once, whoever asks again. */
export async function certify(deps: RightsDeps, of: ErasureRow, now: Date): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const row = await lockErasure(tx.$pickTables(), of.erasure_id)
    if (row?.state !== 'erasing') return
    const { gone, stays } = (await countsOfAll(deps.db, [row.erasure_id])).get(row.erasure_id) ?? { gone: [], stays: [] }
    const statement = await stateErasure(tx.$pickTables(), {
      v: 1,
      at: now.toISOString(),
      erasure: {
        number: deps.ids.show('erasure', row.erasure_id),
        asked_at: row.asked_at.toISOString(),
        covers: coversOf(row),
        reason: row.reason,
        gone: record(gone, (i) => gone[i]?.part ?? ''),
        stays: record(stays, (i) => stays[i]?.what ?? ''),
      },
    })
    await sql`
      update keep.erasure set state = 'done', step = null, waits_for = null, ended_at = ${now}, moved_at = ${now}, statement = ${statement}
      where customer_id = ${row.customer_id} and erasure_id = ${row.erasure_id}`.execute(tx)
    const by = { kind: row.by_role === 'customer' ? 'customer' : 'staff', id: row.by_id, role: row.by_role } as const
    await noteAct(tx, { by, act: 'customers.erased', facts: { reason: row.reason, cards: row.members.length, covers: codeOf(coversOf(row)) }, now })
    await tellOfErasure(tx, row.erasure_id, now)
    await tellErasures(tx)
  })
}

/** Pages that show erasures look again. */
export async function tellErasures(tx: AnyDb): Promise<void> {
  await sql`select office_jobs.add_job('erased'::text, '{}'::json, job_key := 'erased'::text)`.execute(tx)
}
