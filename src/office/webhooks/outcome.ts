import type { OutwardAnswer } from '../../platform/http/index.ts'
import { againMs, holdMs, offAfterMs } from './limits.ts'

// What an answer means, as a rule of its own: the answer, how often it was tried and how the receiver fared in; what becomes of
// the telling and of the webhook out.

type Fared = { failures: number; failingSince: Date | null }

export type Outcome = {
  state: 'waiting' | 'delivered' | 'failed'
  /** When it is tried again, while it waits. */
  nextAt: Date
  status: number | null
  trouble: string | null
}

export type Health = { failures: number; failingSince: Date | null; heldUntil: Date | null; offBecause: 'gone' | 'failing' | null }

const isGood = (answer: OutwardAnswer) => 'status' in answer && answer.status >= 200 && answer.status < 300
const longestWaitMs = 3_600_000

/** What becomes of a telling after its `tries`-th try. `luck` from 0 to 1 spreads those that failed together over a tenth of the time around. */
export function outcomeOf(answer: OutwardAnswer, tries: number, luck: number, now: Date): Outcome {
  const status = 'status' in answer ? answer.status : null
  const trouble = 'trouble' in answer ? answer.trouble : isGood(answer) ? null : status !== null && status >= 300 && status < 400 ? 'redirect' : 'refused'
  const of = { status, trouble, nextAt: now }
  if (isGood(answer)) return { ...of, state: 'delivered' }
  const wait = againMs[tries - 1]
  if (wait === undefined) return { ...of, state: 'failed' }
  const spread = wait * (0.9 + 0.2 * luck)
  return { ...of, state: 'waiting', nextAt: new Date(now.getTime() + Math.max(spread, askedFor(answer))) }
}

/** Retry-After in seconds (RFC 9110 section 10.2.3), an hour at most; 0 when nothing was said. */
function askedFor(answer: OutwardAnswer): number {
  const said = 'status' in answer ? Number(answer.retryAfter ?? 0) : 0
  return Number.isFinite(said) && said > 0 ? Math.min(said * 1000, longestWaitMs) : 0
}

/** How a receiver fares after a few answers that came side by side: one good answer makes it well. */
export function healthAfter(before: Fared, answers: readonly OutwardAnswer[], now: Date): Health {
  if (answers.some((answer) => 'status' in answer && answer.status === 410)) return { ...unwell(before, answers, now), offBecause: 'gone' }
  if (answers.some(isGood)) return { failures: 0, failingSince: null, heldUntil: null, offBecause: null }
  return unwell(before, answers, now)
}

function unwell(before: Fared, answers: readonly OutwardAnswer[], now: Date): Health {
  const failures = before.failures + 1
  const failingSince = before.failingSince ?? now
  const hold = Math.max(Math.min(holdMs.first * 2 ** (failures - 1), holdMs.most), ...answers.map(askedFor))
  const offBecause = now.getTime() - failingSince.getTime() >= offAfterMs ? 'failing' : null
  return { failures, failingSince, heldUntil: new Date(now.getTime() + hold), offBecause }
}
