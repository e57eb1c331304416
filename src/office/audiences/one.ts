import type { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import type { audienceInUse } from './contract.ts'
import { audienceWithLifeOf } from './showing.ts'
import { lifeOf } from './store.ts'
import type { AudienceTables, LivingTables } from './tables.ts'
import { usedBy } from './using.ts'

export type Row = AudienceTables['office.audience']

/** The audience that is shown by this id. Throws not_found. */
export async function getAudience<T>(db: Db<T>, ids: Pick<Opaque, 'read'>, shown: string): Promise<Row> {
  const { rows } = await sql<Row>`select * from office.audience where audience_id = ${ids.read('audience', shown) ?? -1} and deleted_at is null`.execute(db)
  const [row] = rows
  if (!row) throw notFound()
  return row
}

/** One audience as its page shows it. */
export async function showOne(
  { db, ids, door }: Pick<House, 'ids' | 'door'> & { db: Db<AudienceTables & LivingTables> },
  caller: Caller,
  row: Row,
): Promise<z.input<typeof audienceInUse>> {
  const [maker] = await door.ask(caller.as, 'colleagues', { ids: [row.made_by] })
  const used = await usedBy(db, ids, row.audience_id)
  return {
    ...audienceWithLifeOf(ids, row, (await lifeOf(db, [row.audience_id])).get(row.audience_id)),
    version: row.version,
    changed_at: row.changed_at?.toISOString() ?? null,
    made_by: maker ? { ...maker, id: ids.show('staff', maker.id) } : null,
    used_by: {
      campaigns: used.campaigns.map(({ campaign_id, title, stopped_at }) => ({
        id: ids.show('campaign', campaign_id),
        title,
        stopped_at: stopped_at?.toISOString() ?? null,
      })),
      audiences: used.audiences.map(({ audience_id, title }) => ({ id: ids.show('audience', audience_id), title })),
    },
  }
}
