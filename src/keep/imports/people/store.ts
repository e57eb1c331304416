import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { type NewReceipt, saidBy, writeReceipts } from '../../receipts/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Commit, Job, Looked } from '../run/job.ts'
import type { Chunk, Reject } from '../run/preset.ts'
import { countReject, type Tally } from '../run/tally.ts'
import type { ImportingTables } from '../tables.ts'
import { findList } from './list.ts'
import { type Found, whoIsMeant } from './match.ts'
import type { Listed } from './person.ts'

/** Puts those whom the lines point at into the list, each once; each finds it in their journal. Of the others nothing is kept but why. */
export async function storeListed(deps: ImportDeps, job: Job, chunk: Chunk<Listed>, commit: Commit): Promise<void> {
  const found = await whoIsMeant(deps, chunk.things)
  await inTransaction(deps.db, async (tx) => {
    const fresh = await putIn(tx, job.id, personsOf(found))
    const looked = judged(chunk, found, fresh)
    await commit(tx.$pickTables(), { ...looked, cursor: chunk.cursor })
    const list = await findList(tx.$pickTables(), job.id)
    if (list && fresh.size > 0) await writeReceipts(tx, receiptsOf(job, list.purpose, [...fresh]), deps.clock.now())
  })
}

/** What storing would count; `seen`: whom the lines before would have put in. */
export async function lookAtListed(deps: ImportDeps, chunk: Chunk<Listed>, seen: Set<number>): Promise<Looked> {
  const found = await whoIsMeant(deps, chunk.things)
  const fresh = new Set(personsOf(found).filter((person) => !seen.has(person)))
  for (const person of fresh) seen.add(person)
  return judged(chunk, found, fresh)
}

const personsOf = (found: readonly Found[]) => [...new Set(found.flatMap((one) => ('person' in one ? [one.person] : [])))]

/** Whoever is erased meanwhile is waited for, and is not put in. */
async function putIn(tx: Tx<ImportingTables>, list: number, persons: readonly number[]): Promise<Set<number>> {
  if (persons.length === 0) return new Set()
  const { rows } = await sql<{ customer_id: number }>`
    with there as (select customer_id from keep.customer where customer_id = any(${[...persons]}::bigint[]) and status in ('known', 'restricted') order by customer_id for share)
    insert into fact.people_list_member (customer_id, list_id) select customer_id, ${list} from there on conflict do nothing returning customer_id`.execute(tx)
  return new Set(rows.map((row) => row.customer_id))
}

function judged(chunk: Chunk<Listed>, found: readonly Found[], fresh: ReadonlySet<number>): Omit<Looked, 'parts'> {
  const tally: Tally = { ...chunk.tally, rejected: { ...chunk.tally.rejected } }
  const rejects: Reject[] = [...chunk.rejects]
  const taken = new Set<number>()
  for (const [i, { line }] of chunk.things.entries()) {
    const one = found[i] ?? { not: 'unknown' as const }
    const isNew = 'person' in one && fresh.has(one.person) && !taken.has(one.person)
    if (isNew) {
      taken.add(one.person)
      tally.recorded += 1
      continue
    }
    const reason = 'person' in one ? 'twice' : one.not
    countReject(tally, reason)
    rejects.push({ line, reason, detail: '' })
  }
  return { tally, rejects }
}

function receiptsOf(job: Job, purpose: string, persons: readonly number[]): NewReceipt[] {
  const codes: NewReceipt['codes'] = {
    actor: job.by.kind,
    role: job.by.role,
    activity: 'import',
    purpose,
    categories: ['record'],
    ...saidBy('listed'),
    decision: 'allow',
    policy: 'house:list',
  }
  return persons.map((customer) => ({ customer, codes, actorId: job.by.id, activityId: job.id }))
}
