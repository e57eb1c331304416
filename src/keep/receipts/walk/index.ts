import { type Db, sql } from '../../../platform/db/index.ts'
import type { ReceiptsDb } from '../read.ts'
import type { ReceiptTables } from '../tables.ts'
import type { Verifier } from '../verify/note.ts'
import { type Statement, statement, statementLeaf } from '../verify/statement.ts'
import { walkChain } from './chain.ts'
import { chains, readAllCodes } from './chains.ts'
import type { Finding, Found, Walked } from './finding.ts'
import { walkHeads } from './heads.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { walkLog } from './log.ts'

export type { Finding, Walked } from './finding.ts'
export { sentenceOf, summaryOf } from './words.ts'

export type WalkProgress = { of: 'log' | 'chains'; done: number; total: number }

/**
 * Walks everything an installation keeps about receipts, in one snapshot: every chain, every leaf, every checkpoint, the tree
 * of heads, and the count of what was removed. Tells `found` of each thing that does not hold, as it comes to it, and
 * gives what was walked. Changes nothing. Takes 32 bytes of memory for each leaf and 300 for each customer.
 */
export function verifyAll(
  db: Db<ReceiptTables>,
  o: { key: Verifier; found(finding: Finding): void; progress?(progress: WalkProgress): void },
): Promise<Walked> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => walk(tx, o))
}

const tellEvery = 1_000

async function walk(db: ReceiptsDb, o: { key: Verifier; found: Found; progress?(progress: WalkProgress): void }): Promise<Walked> {
  let findings = 0
  const found: Found = (finding) => {
    findings += 1
    o.found(finding)
  }
  const totals = await count(db)
  const log = await walkLog(db, { key: o.key, found, progress: (done) => o.progress?.({ of: 'log', done, total: totals.leaves }) })
  const ledger = await openLedger(db, log)
  const removed = await walkStatements(db, { ledger, found })
  const codes = await readAllCodes(db, found)
  const heads = await walkHeads(db, found)
  let customers = 0
  let receipts = 0
  for await (const chain of chains(db)) {
    const leaves = walkChain(chain, { codes, ledger, proven: log.proven, found })
    const oldest = chain.rows[0]
    if (chain.head) heads.visit(chain.head, leaves, oldest && oldest.start !== null ? oldest.start + oldest.nth : undefined)
    customers += 1
    receipts += chain.rows.length
    if (customers % tellEvery === 0) o.progress?.({ of: 'chains', done: receipts, total: totals.receipts })
  }
  heads.end()
  const unaccounted = ledger.total - ledger.claimed() - removed.erased - removed.expired
  if (unaccounted !== 0) found({ what: 'leaves_unaccounted', count: unaccounted })
  return { customers, receipts, leaves: log.size, waiting: ledger.waiting, checkpoints: log.checkpoints, proven: log.proven, ...removed, findings }
}

async function walkStatements(db: ReceiptsDb, o: { ledger: Ledger; found: Found }): Promise<{ erased: number; expired: number }> {
  const removed = { erased: 0, expired: 0 }
  const rows = await sql<{ batch: number; body: string; start: number | null }>`
    select s.batch, s.body, p.position as start from keep.log_statement s left join keep.log_place p using (batch) order by s.batch`.execute(db)
  for (const { batch, body, start } of rows.rows) {
    const said = readStatement(body)
    const place = o.ledger.claim({ batch, start, nth: 0 })
    if (!said || !place || place.leaf !== Buffer.from(statementLeaf(said)).toString('hex'))
      o.found({ what: 'statement_changed', ...(place?.position !== undefined && { position: place.position }) })
    else if ('gone' in said) removed[said.gone.why] += said.gone.count
  }
  return removed
}

function readStatement(body: string): Statement | undefined {
  try {
    return statement.safeParse(JSON.parse(body)).data
  } catch {
    return undefined // not JSON at all: the caller reports it as changed
  }
}

async function count(db: ReceiptsDb): Promise<{ leaves: number; receipts: number }> {
  const found = await sql<{ leaves: number; receipts: number }>`
    select (select coalesce(max(position), 0) from keep.log) as leaves, (select count(*) from keep.receipt) as receipts`.execute(db)
  return found.rows[0] ?? { leaves: 0, receipts: 0 }
}
