import { z } from 'zod'
import { inTransaction } from '../../platform/db/index.ts'
import type { House } from '../house.ts'
import { tell } from '../live/index.ts'
import { promiseTo } from '../work/index.ts'

/** What the keep tells of needs by a job named `needs`: that there is something new, and of a worry what it is to become. */
const heard = z.object({
  worry: z.object({ customer: z.int(), task: z.int(), due_at: z.coerce.date(), owner: z.int().nullable(), unit: z.int().nullable() }).optional(),
})

/** A worry becomes a promise of whoever is responsible; done twice it is done once. */
export async function takeHeard(house: Pick<House, 'db' | 'rowIds'>, payload: unknown, now: Date): Promise<void> {
  const { worry } = heard.parse(payload)
  await inTransaction(house.db, async (tx) => {
    if (worry) await promiseTo({ db: tx.$pickTables(), rowIds: house.rowIds }, worry, now)
    await tell(tx, { topic: 'needs' })
  })
}
