import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { latestCheckpoint, positionProof } from './log/checkpoints.ts'
import type { ReceiptTables } from './tables.ts'
import { canonical } from './verify/canonical.ts'
import { type AgreementStatement, agreementStatement, statementLeaf } from './verify/statement.ts'

/** States in the log that a document (by its SHA-256, in hexadecimal) was agreed, or that it ended; gives what it is read by again. */
export async function stateAgreement(tx: Tx<ReceiptTables>, said: { sha256: string; is: 'made' | 'ended'; at: Date }): Promise<number> {
  const statement: AgreementStatement = { v: 1, at: said.at.toISOString(), agreement: { sha256: said.sha256, is: said.is } }
  const { batch } = await tx
    .insertInto('keep.leaf_batch')
    .values({ leaves: Buffer.from(statementLeaf(statement)), touched: Buffer.alloc(0) })
    .returning('batch')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('keep.log_statement')
    .values({ batch, kind: 'agreement', at: said.at, body: canonical(statement) })
    .execute()
  return batch
}

/** The statement with its place in the log; null while no signed checkpoint covers it. */
export async function agreementStated(db: Db<ReceiptTables>, batch: number | null): Promise<{ statement: AgreementStatement; proof: string } | null> {
  if (batch === null) return null
  const { rows } = await sql<{ body: string; position: number | null }>`
    select s.body, p.position from keep.log_statement s left join keep.log_place p using (batch) where s.batch = ${batch} and s.kind = 'agreement'`.execute(db)
  const [row] = rows
  const checkpoint = await latestCheckpoint(db)
  if (!row || row.position === null || !checkpoint || row.position >= checkpoint.size) return null
  const { text } = await positionProof(db, row.position, checkpoint)
  return { statement: agreementStatement.parse(JSON.parse(row.body)), proof: text }
}
