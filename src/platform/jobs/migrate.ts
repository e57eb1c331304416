import type pg from 'pg'
import { library } from './library.ts'
import { quiet } from './logging.ts'
import { jobsPool } from './pool.ts'
import { queues } from './queues.ts'

/**
 * Lets the library make or change its tables as `owner`, then says who may use them. The caller holds the lock of migrations
 * and gives a client that is the owner already. Does nothing where the numbered files have not made the schemas.
 */
export async function migrateJobs(client: pg.Client, url: string, owner: string): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regproc('public.admit_to_jobs') is not null as there`)
  if (!rows[0]?.there) return
  const { runMigrations } = await library()
  const pool = jobsPool(url, { name: 'rapport migrations of jobs', max: 1, as: owner })
  try {
    for (const [schema, { worker, adds }] of Object.entries(queues)) {
      await runMigrations({ pgPool: pool, schema, logger: await quiet() })
      if (await isOpen(client, schema)) continue
      await client.query('select public.admit_to_jobs($1, $2, $3)', [schema, worker, adds])
    }
  } finally {
    await pool.end()
  }
}

/** Whether each table that hides its rows has a policy; they are written in the same transaction as the privileges. */
async function isOpen(client: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ open: boolean }>(
    `select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and c.relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid)) as open`,
    [schema],
  )
  return rows[0]?.open === true
}
