import type { Verdict } from '../../../src/keep/receipts/verify/index.ts'
import { readVerifier, verifyBundle, verifyGrowth } from '../../../src/keep/receipts/verify/index.ts'
import { openCheckpoint } from '../../../src/keep/receipts/verify/note.ts'
import { readMyReceipts } from '../../../src/office/portal/contract.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { call } from '../../ui/api.ts'
import { lastSeen, remember } from './seen.ts'

/** `shrunk`: it has fewer entries than before; `forked`: it is another one, though by the same key. */
export type Since = 'grown' | 'shrunk' | 'forked'

export type Checked = {
  verdict: Verdict
  /** How the log stands to the one this browser saw the last time; undefined when it never saw one. */
  since: Since | undefined
  key: string
  /** Who else signed this state of the log: the witnesses registered there, as far as their signatures hold. */
  witnesses: string[]
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
  const since = seen && verdict.log ? await growth(seen, { checkpoint, size: verdict.log.size }) : undefined
  const witnesses = verdict.log ? await signedAlso(checkpoint, key) : []
  const took = systemClock.monotonic() - started
  if (verdict.holds && verdict.log && (since ?? 'grown') === 'grown') remember({ key, checkpoint, size: verdict.log.size })
  return { verdict, since, key, witnesses, took, file }
}

/** Names of the witnesses under a checkpoint whose signatures hold. */
async function signedAlso(checkpoint: string, key: string): Promise<string[]> {
  const known = ((await textFrom('/log/witnesses')) ?? '').split('\n').map((line) => readVerifier(line))
  const names = known.flatMap((witness) => (witness ? (openCheckpoint(checkpoint, [witness])?.signers ?? []) : []))
  return names.filter((name) => !key.startsWith(`${name}+`))
}

/** Whether the newer checkpoint continues the log of the older one. */
export async function growth(older: { key: string; checkpoint: string; size: number }, newer: { checkpoint: string; size: number }): Promise<Since> {
  const verifier = readVerifier(older.key)
  if (!verifier) return 'forked'
  if (newer.size < older.size) return 'shrunk'
  const proof = await consistency(older.size, newer.size)
  const grew = verifyGrowth({ older: older.checkpoint, newer: newer.checkpoint, proof }, [verifier])
  return grew === 'grown' || grew === 'same' ? 'grown' : 'forked'
}

/** The log's consistency proof (RFC 6962, section 2.1.2): hashes in base 64, one on each line. */
export async function consistency(from: number, to: number): Promise<Uint8Array[]> {
  if (from === to) return []
  const lines = ((await textFrom(`/log/consistency/${from}/${to}`)) ?? '').split('\n').filter(Boolean)
  return lines.map((line) => Uint8Array.from(atob(line), (letter) => letter.charCodeAt(0)))
}

/** What the log gives anyone; undefined when it has no such thing. */
export async function textFrom(path: string): Promise<string | undefined> {
  const response = await fetch(path)
  return response.ok ? response.text() : undefined
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
