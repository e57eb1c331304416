import { once } from 'node:events'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type RunningPostgres, withClient } from '../../src/platform/launcher/index.ts'

/** The tables that order lines are stored in. */
const tables = ['keep.customer', 'keep.identifier', 'fact.derived', 'keep.seen', 'fact.product', 'fact.interaction', 'fact.interaction_item'] as const

/** Takes the rows of the import out by COPY, and puts them by COPY into empty tables with the same indexes and checks. */
export async function copyOfTheImport(postgres: RunningPostgres): Promise<{ lines: number; ms: number }> {
  return withClient(postgres.ownerUrl, async (client) => {
    await client.query('create schema bare')
    let ms = 0
    for (const table of tables) {
      const bare = `bare.${table.replace('.', '_')}`
      await client.query(`create table ${bare} (like ${table} including all)`)
      const parts: Buffer[] = []
      for await (const part of client.query(copyTo(`copy ${table} to stdout (format binary)`))) parts.push(part)
      const from = performance.now()
      const stream = client.query(copyFrom(`copy ${bare} from stdin (format binary)`))
      for (const part of parts) if (!stream.write(part)) await once(stream, 'drain')
      stream.end()
      await once(stream, 'finish')
      ms += performance.now() - from
    }
    const count = await client.query('select count(*)::int as n from bare.fact_interaction_item')
    return { lines: count.rows[0].n, ms }
  })
}
