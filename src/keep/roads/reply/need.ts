import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { sayNeed } from '../../needs/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { identitiesOf } from '../../terms/index.ts'
import type { RoadsDeps } from '../deps.ts'
import type { UsedTables } from '../tables.ts'

type Seeking = { customer: number; words: string; message: number | undefined }

/**
 * "I am looking for …" in a reply is a need of its writer, with their name and in their own words, as if they had said it on their page. Of whoever
 * restricts the use of their data, and past what one person may have open, the words stay in the timeline alone.
 */
export async function looksFor(deps: RoadsDeps, tx: Tx<UsedTables>, { customer, words, message }: Seeking, now: Date): Promise<void> {
  const { rows } = await sql<{ time_zone: string; currency: string }>`
    select o.time_zone, o.currency from keep.company o, keep.customer c
    where c.customer_id = ${customer} and c.status in ('known', 'anonymous') and c.trashed_at is null`.execute(tx)
  const [company] = rows
  if (!company) return
  const members = (await identitiesOf(tx.$pickTables(), [customer])).get(customer) ?? [customer]
  const wish = { words: words.slice(0, longest), topic: null, budget: null, until: null }
  try {
    const by = { kind: 'customer' as const, id: customer, role: 'customer' }
    await sayNeed(deps, tx.$pickTables(), { ...wish, customer, members, kind: 'need', unnamed: false, road: 'reply', evidence: null, by, company, now })
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many') return
    throw error
  }
  const road = { kind: 'reply' as const, ...(message !== undefined && { id: message }) }
  await receiptsOfSaying(tx, [{ customer, road, deed: 'need', said: ['said', 'need'] }], now)
}

const longest = 2_000
