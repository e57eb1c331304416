import { sql } from '../../../platform/db/index.ts'
import { checkCode, codesIn } from '../../channels/index.ts'
import { normaliseIdentifier } from '../../customers/index.ts'
import type { RoadsDeps } from '../deps.ts'
import { whoseIs } from '../reply/whose.ts'

// "Did this letter come from us?" Answered with yes only to whoever has the address, the day and the code of the message's foot (or a link of it): what
// can be guessed, words that many got, proves nothing and is told nothing about.

export type Question = { address: string; day: string; text: string; country: string | undefined }
export type Verdict = { is: 'yes'; at: Date; channel: string } | { is: 'no' } | { is: 'cannot say' }

const dayMs = 86_400_000
/** So many messages to one address on a day, and those around it, are looked through. */
const mostLooked = 200

/** `no`: nothing with this code went to this address at that time, for whatever reason. */
export async function askOrigin(deps: RoadsDeps, { address, day, text, country }: Question): Promise<Verdict> {
  const codes = codesIn(text)
  const kind = address.includes('@') ? ('email' as const) : ('phone' as const)
  const normal = normaliseIdentifier(kind, address, country)
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T12:00:00Z`) : new Date(Number.NaN)
  if (codes.length === 0 || 'problem' in normal || Number.isNaN(at.getTime())) return { is: 'cannot say' }
  const whose = await whoseIs(deps, { address: { kind, digest: deps.keyring.digest(kind, normal.value) }, message: undefined })
  // Whatever the reader's zone, the day they mean lies within a day and a half of its noon here.
  const [from, to] = [new Date(at.getTime() - 1.5 * dayMs), new Date(at.getTime() + 1.5 * dayMs)]
  const { rows } = await sql<{ message: number; at: Date; channel: string }>`
    select message_id as message, handed_at as at, channel from keep.message
    where customer_id = any(${[...(whose?.people ?? [0])]}::bigint[]) and state in ('sent', 'unknown', 'handing') and handed_at between ${from} and ${to}
      and channel = ${kind === 'email' ? 'email' : 'sms'}
    order by handed_at desc limit ${mostLooked}`.execute(deps.db)
  const found = rows.find(({ message }) => codes.includes(checkCode(deps.keyring, message)))
  return found ? { is: 'yes', at: found.at, channel: found.channel } : { is: 'no' }
}
