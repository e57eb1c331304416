import { toUtf8 } from '../../../src/keep/receipts/verify/bytes.ts'
import { readVerifier, verifyProof } from '../../../src/keep/receipts/verify/index.ts'
import { leafHash } from '../../../src/keep/receipts/verify/merkle.ts'
import { readProof } from '../../../src/keep/receipts/verify/proof.ts'
import { readMyProof } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { growth } from './check.ts'
import { lastSeen, remember } from './seen.ts'

/** `line`: the receipt says something else than the line; `proof`: it does not stand in the signed log; `log`: the log is not the one this browser saw. */
export type LineChecked =
  | { is: 'holds'; number: number; signedAt: string; receipt: string }
  | { is: 'waiting' }
  | { is: 'broken'; why: 'line' | 'proof' | 'log' }

export type Line = { receipt_id: string; at: string; operation: string; purpose: string; decision: string }

/** Fetches one receipt with its proof and checks here that it says what the line says and stands in the log this browser knows. */
export async function checkLine(line: Line): Promise<LineChecked> {
  const { receipt, key, stands } = await call(readMyProof, { params: { receipt_id: line.receipt_id }, query: { at: line.at } })
  if (!says(receipt, line)) return { is: 'broken', why: 'line' }
  if (!stands) return { is: 'waiting' }
  const seen = lastSeen()
  const known = seen?.key ?? key
  const verifier = readVerifier(known)
  const verdict = verifyProof(leafHash(toUtf8(receipt)), stands.proof, verifier ? [verifier] : [])
  if (!verdict.holds) return { is: 'broken', why: seen && seen.key !== key ? 'log' : 'proof' }
  const checkpoint = readProof(stands.proof)?.checkpoint ?? ''
  if (seen && (await growth(seen, { checkpoint, size: verdict.size })) !== 'grown') return { is: 'broken', why: 'log' }
  remember({ key: known, checkpoint, size: verdict.size })
  return { is: 'holds', number: verdict.position + 1, signedAt: stands.signed_at, receipt }
}

/** Whether the receipt tells what the line tells: when, what, what for, and whether it was allowed. */
export function says(receipt: string, line: Line): boolean {
  try {
    const { at, codes } = JSON.parse(receipt)
    return at === line.at && codes.operation === line.operation && codes.purpose === line.purpose && codes.decision === line.decision
  } catch {
    return false
  }
}
