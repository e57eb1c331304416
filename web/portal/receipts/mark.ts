import { toBase64 } from '../../../src/keep/receipts/verify/bytes.ts'
import { readVerifier, verifyGrowth } from '../../../src/keep/receipts/verify/index.ts'
import { openCheckpoint } from '../../../src/keep/receipts/verify/note.ts'
import { consistency, textFrom } from './check.ts'
import { lastSeen } from './seen.ts'

/** `same`: the log of today goes on from the one whose mark was printed; `changed`: it does not; `unknown`: it was never signed at this size; `unread`: this is no mark. */
export type MarkChecked = 'same' | 'changed' | 'unknown' | 'unread'

/** The mark of the log in the foot of a letter, `214880/9f3aBCdef012`, wherever it stands in what was pasted. */
export function readMark(typed: string): { size: number; short: string } | undefined {
  const [, size = '', short = ''] = /(?:^|[^\d])(\d{1,15})\/([A-Za-z0-9+/]{12})(?:[^A-Za-z0-9+/]|$)/.exec(typed) ?? []
  return size === '' ? undefined : { size: Number(size), short }
}

/** Whether the log of today continues the one of which somebody was told this mark. All but the mark comes from the log itself and is checked here. */
export async function checkMark(typed: string): Promise<MarkChecked> {
  const mark = readMark(typed)
  if (!mark) return 'unread'
  const [older, newer, key] = await Promise.all([textFrom(`/log/checkpoint/${mark.size}`), textFrom('/log/checkpoint'), textFrom('/log/key')])
  const verifier = readVerifier(lastSeen()?.key ?? key?.trim() ?? '')
  if (older === undefined) return 'unknown'
  const [then, now] = verifier && newer !== undefined ? [openCheckpoint(older, [verifier]), openCheckpoint(newer, [verifier])] : []
  if (!verifier || !then || !now || newer === undefined) return 'changed'
  if (then.size !== mark.size || !toBase64(then.root).startsWith(mark.short)) return 'changed'
  const growth = verifyGrowth({ older, newer, proof: await consistency(then.size, now.size) }, [verifier])
  return growth === 'grown' || growth === 'same' ? 'same' : 'changed'
}
