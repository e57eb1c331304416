import { once } from 'node:events'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type RunningPostgres, withClient } from '../../src/platform/launcher/index.ts'

/** The tables an event writes to, and how the rows of the customers made before the run are told from the rest. */
const tables: readonly { name: string; bare: string; rows: string }[] = [
  { name: 'keep.seen', bare: 'bare.seen', rows: `(customer_id, interaction_id) not in (select customer_id, id from fact.interaction where kind = 'identify')` },
  { name: 'keep.content', bare: 'bare.content', rows: `(customer_id, id) not in (select customer_id, id from fact.interaction where kind = 'identify')` },
  { name: 'fact.interaction', bare: 'bare.interaction', rows: `kind <> 'identify'` },
  { name: 'fact.interaction_item', bare: 'bare.interaction_item', rows: 'true' },
]

/**
 * Takes the rows of the run out by COPY, and puts them by COPY into empty tables with the same indexes and checks. Gives
 * events per second.
 */
export async function copyOfTheSame(postgres: RunningPostgres): Promise<{ perSecond: number }> {
  return withClient(postgres.ownerUrl, async (client) => {
    await client.query('create schema bare')
    let ms = 0
    for (const { name, bare, rows } of tables) {
      await client.query(`create table ${bare} (like ${name} including all)`)
      const parts: Buffer[] = []
      for await (const part of client.query(copyTo(`copy (select * from ${name} where ${rows}) to stdout (format binary)`))) parts.push(part)
      const from = performance.now()
      const stream = client.query(copyFrom(`copy ${bare} from stdin (format binary)`))
      for (const part of parts) if (!stream.write(part)) await once(stream, 'drain')
      stream.end()
      await once(stream, 'finish')
      ms += performance.now() - from
    }
    const count = await client.query('select count(*)::int as n from bare.interaction')
    return { perSecond: count.rows[0].n / (ms / 1000) }
  })
}
