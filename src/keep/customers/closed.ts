import { sql, type Tx } from '../../platform/db/index.ts'

/** Publishes whether a kind of interactions or an own field is kept for analysis: the copy for analysis shows no other. Call it where that is registered. */
export async function publishClosed<T>(tx: Tx<T>, of: { what: 'kind' | 'field'; code: string; purposes: readonly string[] }): Promise<void> {
  if (of.purposes.includes('analysis')) await sql`delete from fact.closed_to_analysis where what = ${of.what} and code = ${of.code}`.execute(tx)
  else await sql`insert into fact.closed_to_analysis (what, code) values (${of.what}, ${of.code}) on conflict do nothing`.execute(tx)
}
