import { copyRows, type Tx } from '../../../platform/db/index.ts'
import { derive, isOwn, newBatch, publishChildren, publishDerived, publishOwnFacts } from '../../customers/index.ts'
import { type Pointer, type Profile, personOf } from '../identity/graph.ts'
import type { Settled } from '../identity/settle.ts'
import type { RecordTables } from '../tables.ts'
import { writeChange } from './change.ts'
import type { RecordDeps } from './deps.ts'
import type { Details } from './details.ts'
import { derivedColumns } from './rows.ts'

/**
 * Keeps fact.derived true: rows of new customers by COPY from what the batch itself says of them, rows of existing ones that
 * changed by reading them again. Both under batches of their own, so that who follows them (the search index) need not
 * look at everybody an interaction speaks of.
 */
export async function writeDerived(
  deps: RecordDeps,
  tx: Tx<RecordTables>,
  people: { settled: Settled; details: Details; changed: ReadonlySet<number> },
  now: Date,
): Promise<void> {
  const { fresh, pointers } = people.settled
  if (fresh.length > 0) {
    const batch = await newBatch(tx)
    const points = Map.groupBy(
      pointers.filter((p) => p.value !== undefined),
      (p) => p.profile,
    )
    await copyRows(
      tx,
      'fact.derived',
      derivedColumns,
      fresh.map((p) => rowOf(p, points.get(p) ?? [], people.details, { batch, now })),
    )
    const own = fresh.flatMap((p) =>
      [...(people.details.get(p)?.fields ?? [])].flatMap(([field, { value }]) => (isOwn(field) && value !== null ? [{ customer: p.id, field, value }] : [])),
    )
    if (own.length > 0) await publishOwnFacts(tx.$pickTables(), [...new Set(own.map((o) => o.customer))], own, batch)
    const born = fresh.flatMap((p) => {
      const birth = people.details.get(p)?.fields.get('birth_date')?.value ?? null
      return birth === null ? [] : [{ customer: p.id, birth, country: people.details.get(p)?.country ?? null }]
    })
    if (born.length > 0) await publishChildren(tx, born, { now, known: false })
    await writeChange(tx, { batch, now, what: ['derived', 'created'], customers: fresh.map((p) => p.id) })
  }
  if (people.changed.size > 0) await publishDerived(deps, tx, [...people.changed], { batch: await newBatch(tx), now })
}

function rowOf(profile: Profile, points: readonly Pointer[], details: Details, at: { batch: number; now: Date }) {
  const detail = details.get(profile)
  const values = (kind: string) => points.filter((p) => p.kind === kind).map((p) => p.value ?? '')
  const fields = Object.fromEntries([...(detail?.fields ?? [])].map(([name, { value }]) => [name, value]))
  const d = derive({ fields, emails: values('email'), phones: values('phone'), today: at.now })
  const since = Math.min(profile.since, at.now.getTime())
  const own = [
    profile.id,
    personOf(profile).id,
    detail?.kind ?? 'person',
    detail?.role ?? 'customer',
    profile.status,
    detail?.language ?? null,
    detail?.time_zone ?? null,
    detail?.country ?? null,
  ]
  const derived = [d.region, d.age_band, d.gender, d.birth_month, d.birth_day, d.mail_domain_class, d.has_email, d.has_phone, d.has_address, d.form]
  return [...own, ...derived, since, at.batch, detail?.care?.units ?? [], detail?.care?.owner ?? null]
}
