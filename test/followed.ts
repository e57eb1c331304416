import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Settles when the figures of lists have taken in all that is committed: what lists say changes no more by itself. */
export async function figuresFollowed(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (let tries = 0; tries < 1200; tries++) {
      const { rows } = await client.query<{ up: boolean }>(`
        select mark is not null and walk is null and not exists (select from office.figures_due) and not exists (
          select from fact.change c where not pg_visible_in_snapshot(c.xid, f.mark::pg_snapshot) and not c.what <@ '{reach,product,trait}') as up
        from office.figures_follow f`)
      if (rows[0]?.up) return
      await sleep(100)
    }
    assert.fail('the figures of lists are not up with the facts after two minutes')
  } finally {
    await client.end()
  }
}
