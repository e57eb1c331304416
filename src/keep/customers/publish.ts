import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { careOf } from './care.ts'
import { publishChildren } from './children.ts'
import { derive } from './derive.ts'
import { isOwn, publishOwnFacts } from './ownFields.ts'
import type { CustomerTables } from './tables.ts'
import { openFields, openIdentifiers } from './vault.ts'

/**
 * Computes what the office may know of these customers and writes it to fact.derived under `batch`. Call it in the
 * transaction that changed a field, an identifier or a state; it reads what that transaction wrote. Writes the change row of the batch too.
 */
export async function publishDerived(
  deps: { keyring: Keyring },
  tx: Tx<CustomerTables>,
  customers: readonly number[],
  at: { batch: number; now: Date },
): Promise<void> {
  const opened: { db: Db<CustomerTables>; keyring: Keyring } = { db: tx, keyring: deps.keyring }
  const [fields, identifiers, care, rows] = [
    await openFields(opened, customers, '*'),
    await openIdentifiers(opened, customers),
    await careOf(tx, customers),
    await tx
      .selectFrom('keep.customer')
      .selectAll()
      .where('customer_id', '=', sql<number>`any(${[...customers]}::bigint[])`)
      .execute(),
  ]
  const out = rows.map((row) => {
    const held = fields.get(row.customer_id)
    const points = identifiers.get(row.customer_id) ?? []
    const values = (kind: string) => points.filter((p) => p.kind === kind).map((p) => p.value ?? '')
    const d = derive({
      fields: Object.fromEntries([...(held ?? [])].map(([k, v]) => [k, v.value])),
      emails: values('email'),
      phones: values('phone'),
      today: at.now,
    })
    return {
      customer_id: row.customer_id,
      person: row.merged_into ?? row.customer_id,
      kind: row.kind,
      role: row.role,
      status: row.trashed_at !== null && row.status !== 'erased' && row.status !== 'restricted' ? 'trashed' : row.status,
      language: row.language,
      time_zone: row.time_zone,
      country: row.country,
      since: row.created_at,
      units: care.get(row.customer_id)?.units ?? [],
      owner_id: care.get(row.customer_id)?.owner ?? null,
      batch: at.batch,
      ...d,
    }
  })
  if (out.length === 0) return
  const born = out.map(({ customer_id, country }) => ({ customer: customer_id, birth: fields.get(customer_id)?.get('birth_date')?.value ?? null, country }))
  await publishChildren(tx, born, { now: at.now, known: true })
  // Who looks after them is told by whoever changes it, with their rows held: a row that is there keeps it.
  await sql`insert into fact.derived (customer_id, person, kind, role, status, language, time_zone, country, region, age_band, gender, birth_month, birth_day, mail_domain_class, has_email, has_phone, has_address, form, since, units, owner_id, batch)
    select customer_id, person, kind, role, status, language, time_zone, country, region, age_band, gender, birth_month, birth_day, mail_domain_class, has_email, has_phone, has_address, form, since, units, owner_id, batch
    from jsonb_populate_recordset(null::fact.derived, ${JSON.stringify(out)}::jsonb)
    on conflict (customer_id) do update set person = excluded.person, kind = excluded.kind, role = excluded.role, status = excluded.status, language = excluded.language,
      time_zone = excluded.time_zone, country = excluded.country, region = excluded.region, age_band = excluded.age_band, gender = excluded.gender, birth_month = excluded.birth_month,
      birth_day = excluded.birth_day, mail_domain_class = excluded.mail_domain_class, has_email = excluded.has_email, has_phone = excluded.has_phone, has_address = excluded.has_address,
      form = excluded.form, batch = excluded.batch`.execute(tx)
  const own = out.flatMap(({ customer_id }) =>
    [...(fields.get(customer_id)?.values() ?? [])].flatMap((v) => (isOwn(v.field) ? [{ customer: customer_id, field: v.field, value: v.value }] : [])),
  )
  await publishOwnFacts(
    tx,
    out.map((o) => o.customer_id),
    own,
    at.batch,
  )
  await sql`insert into fact.change (batch, at, what, customers) values (${at.batch}, ${at.now}, '{derived}', ${out.map((o) => o.customer_id)}::bigint[])`.execute(
    tx,
  )
}

/** A new batch number: what one writing transaction marks its facts with. */
export async function newBatch<T>(tx: Tx<T>): Promise<number> {
  const rows = await sql<{ batch: number }>`select nextval('keep.batch_seq') as batch`.execute(tx)
  return rows.rows[0]?.batch ?? 0
}
