import type { Verdict } from '../../../src/keep/receipts/verify/index.ts'
import { readVerifier, verifyBundle, verifyGrowth } from '../../../src/keep/receipts/verify/index.ts'
import { readMyReceipts } from '../../../src/office/portal/contract.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { call } from '../../ui/api.ts'
import { lastSeen, remember } from './seen.ts'

export type Checked = {
  verdict: Verdict
  /** Whether the log continues the one this browser saw the last time; undefined when it never saw one. */
  grown: boolean | undefined
  key: string
  took: number
  /** The very bytes that were checked, to be kept. */
  file: string
}

/**
 * Fetches the receipts and checks them here. The log's key is the one this browser saw first, so that a company that
 * changes its log is noticed; the checkpoint it saw last must be continued by the present one. Null: there is nothing to check
 * before the log's first checkpoint.
 */
export async function checkReceipts(): Promise<Checked | null> {
  const { file } = await call(readMyReceipts)
  if (file === null) return null
  const bundle = parsed(file)
  const started = systemClock.monotonic()
  const seen = lastSeen()
  const key = seen?.key ?? textOf(bundle, 'key')
  const checkpoint = textOf(bundle, 'checkpoint')
  const verdict = verifyBundle(bundle, key)
  const grown = seen && verdict.log ? await continues(seen, { checkpoint, size: verdict.log.size }) : undefined
  const took = systemClock.monotonic() - started
  if (verdict.holds && verdict.log && grown !== false) remember({ key, checkpoint, size: verdict.log.size })
  return { verdict, grown, key, took, file }
}

async function continues(older: { key: string; checkpoint: string; size: number }, newer: { checkpoint: string; size: number }): Promise<boolean> {
  const verifier = readVerifier(older.key)
  if (!verifier || newer.size < older.size) return false
  const proof = await consistency(older.size, newer.size)
  const growth = verifyGrowth({ older: older.checkpoint, newer: newer.checkpoint, proof }, [verifier])
  return growth === 'grown' || growth === 'same'
}

/** The log's consistency proof (RFC 6962, section 2.1.2): hashes in base 64, one on each line. */
async function consistency(from: number, to: number): Promise<Uint8Array[]> {
  if (from === to) return []
  const response = await fetch(`/log/consistency/${from}/${to}`)
  if (!response.ok) return []
  const lines = (await response.text()).split('\n').filter(Boolean)
  return lines.map((line) => Uint8Array.from(atob(line), (letter) => letter.charCodeAt(0)))
}

/** What the file says, or nothing when it is not JSON: the verifier then says so. */
function parsed(file: string): unknown {
  try {
    return JSON.parse(file)
  } catch {
    return undefined
  }
}

function textOf(from: unknown, key: string): string {
  const value: unknown = typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined
  return typeof value === 'string' ? value : ''
}
