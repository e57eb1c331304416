import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { latestCheckpoint, positionProof } from './log/checkpoints.ts'
import type { ReceiptTables } from './tables.ts'
import { canonical } from './verify/canonical.ts'
import { certificateFormat } from './verify/certificate.ts'
import { type ErasureStatement, erasureStatement, statementLeaf } from './verify/statement.ts'

/** Hands the certificate of an erasure to the log, as a leaf of its own; gives what it is read by again. */
export async function stateErasure(tx: Tx<ReceiptTables>, said: ErasureStatement): Promise<number> {
  const { batch } = await tx
    .insertInto('keep.leaf_batch')
    .values({ leaves: Buffer.from(statementLeaf(said)), touched: Buffer.alloc(0) })
    .returning('batch')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('keep.log_statement')
    .values({ batch, kind: 'erasure', at: new Date(said.at), body: statedText(said) })
    .execute()
  return batch
}

/** What was hashed: its canonical JSON. */
export const statedText = (said: ErasureStatement): string => canonical(said)

export type StatedErasure = {
  certificate: ErasureStatement
  /** Where it stands in the log, once a signed checkpoint covers it. */
  place: { position: number; proof: string } | 'not yet in a checkpoint'
}

/** A certificate as it was stated, with its proof. */
export async function readErasure(db: Db<ReceiptTables>, batch: number): Promise<StatedErasure | undefined> {
  const { rows } = await sql<{ body: string; position: number | null }>`
    select s.body, p.position from keep.log_statement s left join keep.log_place p using (batch) where s.batch = ${batch} and s.kind = 'erasure'`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const certificate = erasureStatement.parse(JSON.parse(row.body))
  const checkpoint = await latestCheckpoint(db)
  if (row.position === null || !checkpoint || row.position >= checkpoint.size) return { certificate, place: 'not yet in a checkpoint' }
  const { text } = await positionProof(db, row.position, checkpoint)
  return { certificate, place: { position: row.position, proof: text } }
}

/** The file a person keeps: certificate and proof (verify/certificate.ts reads it). Undefined while no checkpoint covers it. */
export const certificateOf = ({ certificate, place }: StatedErasure, key: string) =>
  typeof place === 'string' ? undefined : { format: certificateFormat, key, certificate, proof: place.proof }
