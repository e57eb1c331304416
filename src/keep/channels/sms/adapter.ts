import type { Clock } from '../../../platform/clock.ts'
import { machineMs } from '../../../platform/clock.ts'
import type { Asker } from '../../courier/index.ts'
import type { HookedSettings } from '../account/hooked.ts'
import type { Outcome } from '../message/settle.ts'

// One way to hand an SMS over that any provider, or a small bridge before one, can speak: POST of JSON with a bearer token.
// 2xx: taken. 429 and 5xx: not now. Any other: no. The same `id` is the same message, should it come twice.

export type Sms = { id: string; to: string; text: string }

type Deps = { asker: Asker; clock: Clock }

/** Hands one over; nothing leaves after `leaveBefore` of `clock.monotonic`. Never throws. */
export async function sendSms({ asker, clock }: Deps, by: NonNullable<HookedSettings['send']>, sms: Sms, leaveBefore: number): Promise<Outcome> {
  const before = machineMs() + (leaveBefore - clock.monotonic())
  const body = JSON.stringify({ id: sms.id, from: by.from, to: sms.to, text: sms.text })
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${by.token}`, 'idempotency-key': sms.id }
  const said = await asker.ask({ method: 'POST', url: by.url, headers, body }, before)
  return outcomeOf('status' in said ? said.status : said.trouble)
}

const never = { status: null, subject: null } as const

/** What an answer, or none, says of the message. Cut off or too slow: it may have been taken. */
export function outcomeOf(said: number | string): Outcome {
  if (typeof said === 'string') {
    const lost = said === 'cut_off' || said === 'too_slow' || said === 'too_long'
    return lost ? { left: 'unknown', why: 'no_answer', ...never } : { left: 'no', why: 'unreachable', ...never }
  }
  if (said >= 200 && said < 300) return { left: 'yes', why: 'accepted', ...never }
  if (said === 401 || said === 403) return { left: 'no', why: 'refused_login', ...never }
  return { left: 'no', why: said === 429 || said >= 500 ? 'deferred' : 'rejected', ...never }
}
