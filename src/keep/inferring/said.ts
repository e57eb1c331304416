import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { identitiesOf, lockPersons, openTimes, spokenTimes, type TermsTables } from '../terms/index.ts'

/** A rule that shows in behaviour, with its evidence: `hits` of `of`. `wrongAt`: it decides nothing since. */
export type InferredHeld = {
  kind: 'channel' | 'hours'
  channel: string
  open: ReturnType<typeof spokenTimes> | null
  hits: number
  of: number
  from: Date
  to: Date
  method: string
  derivedAt: Date
  validUntil: Date
  wrongAt: Date | null
}

type Row = Omit<InferredHeld, 'open'> & { open: number[] | null }

/** What was derived of these identities of one person and still says something, or was called wrong. */
export async function inferredOf(db: Db<TermsTables>, members: readonly number[], now: Date): Promise<InferredHeld[]> {
  const { rows } = await sql<Row>`
    select distinct on (kind, channel) kind, channel, open, hits, of_n as of, from_at as "from", to_at as "to", method, derived_at as "derivedAt", valid_until as "validUntil", wrong_at as "wrongAt"
    from keep.inferred where customer_id = any(${[...members]}::bigint[]) and (valid_until > ${now} or wrong_at is not null)
    order by kind, channel, wrong_at nulls first, derived_at desc`.execute(db)
  return rows.map((row) => ({ ...row, open: row.open && spokenTimes(openTimes(row.open)) }))
}

/** Ends the effect of what was derived, for every identity of this customer's person; false when nothing of the kind stands. */
export async function sayWrong(
  tx: Tx<TermsTables>,
  of: { customer: number; kind: InferredHeld['kind']; channel: string },
  by: { method: string; now: Date },
): Promise<boolean> {
  await lockPersons(tx, [of.customer])
  const members = (await identitiesOf(tx, [of.customer])).get(of.customer) ?? []
  const { rows } = await sql`update keep.inferred set wrong_at = ${by.now}, wrong_method = ${by.method}
    where customer_id = any(${[...members]}::bigint[]) and kind = ${of.kind} and channel = ${of.channel} and wrong_at is null returning kind`.execute(tx)
  return rows.length > 0
}
